internal import NIOCore
internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/sync`: replies with `/synced` when all earlier requests have completed, those to the engine as well as those to
/// its synths.
package struct SyncEngine: EngineRequest {
    package static var address: StaticString { "/sync" }
    package static var usage: String { "takes an integer, which /synced returns" }

    package let id: Int32

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        var arguments = CommandArguments(OSCMessage(message).arguments)
        id = try arguments.int("the ID", default: 0)
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        guard handler.laneJobs > 0 else { return reply(handler, client) }
        handler.enqueueOnLane(Self.self, client) {
            client.channel.eventLoop.execute { reply(handler, client) }
        }
    }

    private func reply(_ handler: OSCServerHandler, _ client: ServerClient) {
        // While the engine is stopped, no block applies commands, so there is nothing to wait for.
        guard handler.engine.isRunning, let synths = handler.synthServer(client.channel) else {
            return handler.send(OSCMessage("/synced", .int32(id)), to: client)
        }
        synths.sync(id, client: handler.clientNumbers.number(of: client))
    }
}

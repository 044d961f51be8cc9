internal import NIOCore
internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/sync`: answers `/synced` when all is done that was asked for before, of the engine as well as of its synths.
package struct SyncEngine: EngineRequest {
    package static var address: StaticString { "/sync" }
    package static var usage: String { "takes an integer, which comes back in /synced" }

    package let id: Int32

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        var arguments = CommandArguments(OSCMessage(message).arguments)
        id = try arguments.int("the number that comes back", default: 0)
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        guard handler.laneJobs > 0 else { return answer(handler, client) }
        handler.inLane(Self.self, client) {
            client.channel.eventLoop.execute { answer(handler, client) }
        }
    }

    private func answer(_ handler: OSCServerHandler, _ client: ServerClient) {
        // Nothing takes anything in while the engine is stopped.
        guard handler.engine.isRunning, let synths = handler.synthServer(client.channel) else {
            return handler.send(OSCMessage("/synced", .int32(id)), to: client)
        }
        synths.sync(id, client: handler.clientNumbers.number(of: client))
    }
}

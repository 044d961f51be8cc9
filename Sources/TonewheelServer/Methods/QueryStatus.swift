internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/engine/status`: replies with the values of all fields of `StatusSchema`.
package struct QueryStatus: EngineRequest {
    package static var address: StaticString { "/engine/status" }
    package static var usage: String { "takes no argument" }

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        try Self.checkNone(message.arguments)
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        if !client.isStream { handler.countDrops(client.channel) }
        let engine = handler.engine
        let sources = StatusSources(engine.status, engine.metrics, handler.counts, version: handler.version)
        handler.send(StatusReply.message(sources), to: client)
    }
}

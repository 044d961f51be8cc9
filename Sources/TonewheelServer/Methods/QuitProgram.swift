internal import NIOCore
internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/engine/quit`: stops the engine, then exits the program.
package struct QuitProgram: EngineRequest {
    package static var address: StaticString { "/engine/quit" }
    package static var usage: String { "takes no argument" }

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        try Self.checkNone(message.arguments)
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        handler.isQuitting = true
        let eventLoop = client.channel.eventLoop
        handler.runOnLane(Self.self, client, then: { handler.quit(on: eventLoop) }) { engine throws(EngineError) in
            _ = try engine.stop()
        }
    }
}

internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/engine/start`: opens the device and starts to play.
package struct StartEngine: EngineRequest {
    package static var address: StaticString { "/engine/start" }
    package static var usage: String { "takes no argument" }

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        try Self.checkNone(message.arguments)
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        guard !handler.isQuitting else {
            return handler.refuse(Self.self, "The program is quitting. Start it again.", client)
        }
        handler.runOnLane(Self.self, client) { engine throws(EngineError) in _ = try engine.start() }
    }
}

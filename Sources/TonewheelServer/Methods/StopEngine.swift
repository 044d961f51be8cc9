internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/engine/stop`: fades out, then closes the device.
package struct StopEngine: EngineRequest {
    package static var address: StaticString { "/engine/stop" }
    package static var usage: String { "takes no argument" }

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        try Self.checkNone(message.arguments)
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        handler.runOnLane(Self.self, client) { engine throws(EngineError) in _ = try engine.stop() }
    }
}

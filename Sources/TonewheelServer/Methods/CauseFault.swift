internal import Tonewheel
package import TonewheelOSC
package import TonewheelSynths
internal import TonewheelUGens

/// `/chaos/fault`: makes a unit in a worker crash, hang or output NaN.
package struct CauseFault: EngineRequest {
    package static var address: StaticString { "/chaos/fault" }
    package static var usage: String { "takes one word: crash, hang, nan or off" }

    private static let modes: [(StaticString, FaultUnit.Mode)] = [
        ("crash", .crash), ("hang", .hang), ("nan", .nan), ("off", .off),
    ]

    private let mode: FaultUnit.Mode

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        guard case .string(let word) = try Self.one(message.arguments),
            let mode = Self.modes.first(where: { word == $0.0 })?.1
        else { throw Self.refusal }
        self.mode = mode
    }

    package func run(_ handler: OSCServerHandler, _ client: ServerClient) {
        guard handler.allowsChaos else {
            let reason = "Fault injection is off. Start the engine with --allow-chaos."
            return handler.refuse(Self.self, reason, client)
        }
        do throws(EngineError) {
            try handler.engine.apply(mode) { reason in
                handler.send(OSCMessage("/fail", .string("\(Self.address)"), .string(reason)), to: client)
            }
        } catch {
            handler.refuse(Self.self, error.description, client)
        }
    }
}

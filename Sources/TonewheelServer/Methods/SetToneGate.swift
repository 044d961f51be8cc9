package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/gate/sine`: opens or closes the tone's gate.
package struct SetToneGate: ToneMethod {
    package static var address: StaticString { "/gate/sine" }
    package static var usage: String { "takes one number, 0 (closed) or 1 (open)" }

    package let change: ParameterChange

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        let value = try Self.number(message.arguments)
        guard value == 0 || value == 1 else { throw CommandError("gate \(value) is neither 0 nor 1") }
        change = ParameterChange(gate: value == 1)
    }
}

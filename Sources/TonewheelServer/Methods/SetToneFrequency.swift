package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/mod/sine/freq`: sets the tone's frequency.
package struct SetToneFrequency: ToneMethod {
    package static var address: StaticString { "/mod/sine/freq" }
    package static var usage: String { "takes one number, the frequency in hertz" }

    package let change: ParameterChange

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        change = try Self.checked(ParameterChange(frequency: try Self.number(message.arguments)), sampleRate)
    }
}

package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/mod/sine/amp`: sets the tone's amplitude.
package struct SetToneAmplitude: ToneMethod {
    package static var address: StaticString { "/mod/sine/amp" }
    package static var usage: String { "takes one number, the amplitude from 0 to 1" }

    package let change: ParameterChange

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        change = try Self.checked(ParameterChange(amplitude: try Self.number(message.arguments)), sampleRate)
    }
}

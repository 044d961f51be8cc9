package import Tonewheel
package import TonewheelOSC
package import TonewheelSynths

/// `/input/monitor`: sets the gain of the input in the output.
package struct SetMonitor: ToneMethod {
    package static var address: StaticString { "/input/monitor" }
    package static var usage: String { "takes one number, the gain of the input in the output, from 0 to 1" }

    package let change: ParameterChange

    package init(_ message: OSCMessageView, sampleRate: Double) throws(CommandError) {
        change = try Self.checked(ParameterChange(monitor: try Self.number(message.arguments)), sampleRate)
    }
}

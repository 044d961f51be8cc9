internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// The parser for control values.
enum ControlValue {
    /// Returns the settings for a value. An array sets consecutive controls, and text such as `c12` maps to a bus.
    static func settings(
        _ key: ControlKey, _ value: OSCArgument
    ) throws(CommandError) -> [Blueprint.ControlSetting] {
        guard case .array(let values) = value else {
            return [Blueprint.ControlSetting(key: key, value: try parse(value))]
        }
        var settings: [Blueprint.ControlSetting] = []
        for (offset, value) in values.enumerated() {
            settings.append(Blueprint.ControlSetting(key: key, offset: offset, value: try parse(value)))
        }
        return settings
    }

    private static func parse(_ value: OSCArgument) throws(CommandError) -> Blueprint.ControlSetting.Value {
        switch value {
        case .string(let text), .symbol(let text):
            guard let letter = text.first, letter == "c" || letter == "a", let bus = Int32(text.dropFirst()), bus >= 0
            else { throw CommandError("a control's value is a number or a bus such as 'c12' or 'a3', not '\(text)'") }
            return .mapping(ControlMapping(letter == "c" ? .controlBus : .audioBus, bus: bus))
        default:
            guard let number = value.number else {
                throw CommandError("a control's value is a number, not \(value.shortDescription)")
            }
            return .number(try CommandArguments.finite(number, "a control's value"))
        }
    }
}

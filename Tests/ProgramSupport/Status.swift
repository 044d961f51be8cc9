package import TonewheelOSC

/// The numbers of a `/engine/status.reply`.
package struct Status {
    private var numbers: [String: Double] = [:]

    /// How many packets it took to get it.
    package var asked = 1

    package init(_ message: OSCMessage) {
        for index in stride(from: 0, to: message.arguments.count - 1, by: 2) {
            guard case .string(let name) = message.arguments[index] else { continue }
            switch message.arguments[index + 1] {
            case .int32(let number): numbers[name] = Double(number)
            case .int64(let number): numbers[name] = Double(number)
            case .float32(let number): numbers[name] = Double(number)
            case .double(let number): numbers[name] = number
            default: break
            }
        }
    }

    /// One of them; no number if there is none of that name.
    package subscript(name: String) -> Double { numbers[name] ?? .nan }
}

package import TonewheelOSC

/// The numeric values of a `/engine/status.reply`.
package struct Status {
    private var numbers: [String: Double] = [:]

    /// The number of requests sent until the reply arrived.
    package var requestCount = 1

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

    /// Returns a value; NaN if there is none of that name.
    package subscript(name: String) -> Double { numbers[name] ?? .nan }
}

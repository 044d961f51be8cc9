internal import TonewheelOSC

/// A value for a control: a number, several numbers, a buffer, or a bus whose value the control follows.
public enum ControlValue: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    /// A number.
    case number(Float)

    /// Numbers for this and the following elements of an array control.
    case numbers([Float])

    /// A control bus, whose value the control follows from block to block.
    case controlBus(ControlBus)
    /// An audio bus, whose signal the control follows.
    case audioBus(AudioBus)

    /// A buffer, by its number.
    case buffer(Buffer)

    /// Creates a number from a literal such as `0.5`.
    public init(floatLiteral value: Float) { self = .number(value) }

    /// Creates a number from a literal such as `440`.
    public init(integerLiteral value: Int) { self = .number(Float(value)) }

    /// Creates several numbers from a literal such as `[1, 2]`.
    public init(arrayLiteral values: Float...) { self = .numbers(values) }

    /// Creates a number.
    public init(_ value: some BinaryFloatingPoint) { self = .number(Float(value)) }

    /// Creates a number from an integer.
    public init(_ value: Int) { self = .number(Float(value)) }

    var argument: OSCArgument {
        switch self {
        case .number(let value): .float32(value)
        case .numbers(let values): .array(values.map { .float32($0) })
        case .controlBus(let bus): .string("c\(bus.number)")
        case .audioBus(let bus): .string("a\(bus.number)")
        case .buffer(let buffer): .int32(buffer.number)
        }
    }
}

internal import TonewheelOSC

/// The value of a control: a number, numbers of an array, or a bus whose value it follows.
public enum ControlValue: Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
    case number(Float)

    /// Values of neighbouring controls.
    case numbers([Float])

    case controlBus(ControlBus)
    case audioBus(AudioBus)

    /// The number of a buffer.
    case buffer(Buffer)

    /// A number, from a literal such as `0.5`.
    public init(floatLiteral value: Float) { self = .number(value) }

    /// A number, from a literal such as `440`.
    public init(integerLiteral value: Int) { self = .number(Float(value)) }

    /// Values of neighbouring controls, from a literal such as `[1, 2]`.
    public init(arrayLiteral values: Float...) { self = .numbers(values) }

    /// A number.
    public init(_ value: some BinaryFloatingPoint) { self = .number(Float(value)) }

    /// A whole number.
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

/// A message: an address and arguments (OSC 1.0 specification, "OSC Messages").
///
///     let message = OSCMessage("/s_new", "sine", 1000, 0, 1, "frequency", 440.0)
///     let bytes = try message.encoded()
public struct OSCMessage: Hashable, Sendable {
    /// The destination: a path, a pattern or a command number.
    public var address: OSCAddress

    /// The arguments, in order. Arrays are single arguments here.
    public var arguments: [OSCArgument]

    /// The maximum nesting depth of arrays, for decoding and for encoding.
    public static var maximumArrayDepth: Int {
        @_noLocks @_noAllocation
        get { 8 }
    }

    /// Creates a message from an address and a list of arguments.
    public init(address: OSCAddress, arguments: [OSCArgument] = []) {
        self.address = address
        self.arguments = arguments
    }

    /// Creates a message from an address and variadic arguments.
    public init(_ address: OSCAddress, _ arguments: OSCArgument...) {
        self.init(address: address, arguments: arguments)
    }

    /// Copies a message inside a packet. Text that is not UTF-8 is repaired with U+FFFD, the replacement character.
    public init(_ view: OSCMessageView) {
        // The innermost array is last. Validation has matched the brackets, so `levels` is never empty.
        var levels: [[OSCArgument]] = [[]]
        for argument in view.arguments {
            switch argument {
            case .arrayBegin:
                levels.append([])
            case .arrayEnd:
                let elements = levels.removeLast()
                levels[levels.count - 1].append(.array(elements))
            default:
                levels[levels.count - 1].append(OSCArgument(scalar: argument))
            }
        }
        self.init(address: OSCAddress(view), arguments: levels[0])
    }
}

extension OSCArgument {
    /// Copies an argument that is not an array bracket.
    fileprivate init(scalar view: OSCArgumentView) {
        switch view {
        case .int32(let value): self = .int32(value)
        case .float32(let value): self = .float32(value)
        case .string(let value): self = .string(String(value))
        case .blob(let bytes): self = .blob([UInt8](bytes))
        case .int64(let value): self = .int64(value)
        case .double(let value): self = .double(value)
        case .timeTag(let value): self = .timeTag(value)
        case .symbol(let value): self = .symbol(String(value))
        case .character(let value): self = .character(value)
        case .color(let value): self = .color(value)
        case .midi(let value): self = .midi(value)
        case .bool(let value): self = .bool(value)
        case .nil: self = .nil
        case .impulse: self = .impulse
        case .arrayBegin, .arrayEnd: self = .array([])
        }
    }
}

extension OSCMessage: CustomStringConvertible {
    /// The address and the arguments, separated by spaces.
    public var description: String {
        ([address.description] + arguments.map(\.description)).joined(separator: " ")
    }
}

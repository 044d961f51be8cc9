internal import TonewheelDSP
internal import TonewheelGraph
package import TonewheelOSC

/// The arguments of a command, consumed one by one. Integers and floats are converted into each other, since clients
/// mix them.
package struct CommandArguments {
    /// Whether the program itself has sent the command, which gives access to the engine's own nodes.
    let isLocal: Bool

    private let arguments: ArraySlice<OSCArgument>
    private var position: Int

    package init(_ arguments: [OSCArgument], isLocal: Bool = false) {
        self.arguments = arguments[...]
        self.isLocal = isLocal
        position = 0
    }

    /// The number of remaining arguments.
    package var count: Int { arguments.endIndex - position }

    package var isEmpty: Bool { count <= 0 }

    /// Returns the next argument; nil if there is none.
    package mutating func next() -> OSCArgument? {
        guard position < arguments.endIndex else { return nil }
        defer { position += 1 }
        return arguments[position]
    }

    /// The next argument, without consuming it.
    package var peek: OSCArgument? {
        position < arguments.endIndex ? arguments[position] : nil
    }

    /// Returns the next argument as an integer.
    ///
    /// - Parameters:
    ///   - what: The argument's description, for the error.
    ///   - standard: The value if the argument is missing; nil if it is required.
    package mutating func int(_ what: String, default standard: Int32? = nil) throws(CommandError) -> Int32 {
        guard let argument = next() else {
            guard let standard else { throw CommandError("\(what) is missing: an integer") }
            return standard
        }
        guard let value = argument.wholeNumber else {
            throw CommandError("\(what) must be an integer, but is \(argument.shortDescription)")
        }
        return value
    }

    /// Returns the remaining arguments as integers, at least one. Node IDs are read with `nodes`.
    mutating func ints(_ what: String) throws(CommandError) -> [Int32] {
        var numbers: [Int32] = []
        repeat { numbers.append(try int(what)) } while !isEmpty
        return numbers
    }

    /// Returns the next argument as a number.
    package mutating func float(_ what: String, default standard: Float? = nil) throws(CommandError) -> Float {
        guard let argument = next() else {
            guard let standard else { throw CommandError("\(what) is missing: a number") }
            return standard
        }
        guard let value = argument.number else {
            throw CommandError("\(what) must be a number, but is \(argument.shortDescription)")
        }
        return try Self.finite(value, what)
    }

    /// Clamps infinity to the largest finite value.
    ///
    /// - Throws: `CommandError` for NaN.
    static func finite(_ value: Float, _ what: String) throws(CommandError) -> Float {
        guard !value.isNaN else { throw CommandError("\(what) is NaN") }
        return min(.greatestFiniteMagnitude, max(-.greatestFiniteMagnitude, value))
    }

    /// Returns the next argument as a string.
    package mutating func string(_ what: String, default standard: String? = nil) throws(CommandError) -> String {
        guard let argument = next() else {
            guard let standard else { throw CommandError("\(what) is missing: a string") }
            return standard
        }
        switch argument {
        case .string(let text), .symbol(let text): return text
        default: throw CommandError("\(what) must be a string, but is \(argument.shortDescription)")
        }
    }

    /// Returns the next argument as a blob.
    package mutating func blob(_ what: String) throws(CommandError) -> [UInt8] {
        guard let argument = next() else { throw CommandError("\(what) is missing: a blob") }
        guard case .blob(let bytes) = argument else {
            throw CommandError("\(what) must be a blob, but is \(argument.shortDescription)")
        }
        return bytes
    }

    /// Returns the next argument as a control, by index or name.
    mutating func control() throws(CommandError) -> ControlKey {
        guard let argument = next() else { throw CommandError("a control is missing: its name or its number") }
        switch argument {
        case .string(let name), .symbol(let name):
            return ControlKey(name: name)
        default:
            guard let index = argument.wholeNumber else {
                throw CommandError("a control is a name or a number, not \(argument.shortDescription)")
            }
            return .index(index)
        }
    }

    /// Whether the next argument is a blob, such as a completion message.
    var isAtBlob: Bool {
        if case .blob? = peek { true } else { false }
    }

    /// Returns the completion message, an optional blob at the end. Other remaining arguments are ignored.
    package mutating func completion() -> [UInt8]? {
        guard case .blob(let bytes)? = peek, !bytes.isEmpty else { return nil }
        position += 1
        return bytes
    }
}

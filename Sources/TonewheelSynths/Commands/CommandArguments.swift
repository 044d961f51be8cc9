internal import TonewheelDSP
internal import TonewheelGraph
package import TonewheelOSC

/// The arguments of a command, taken one by one. Whole numbers and others stand for each other, as clients send them.
package struct CommandArguments {
    /// Whether this program itself has sent them: it may do with its own nodes what nobody else may.
    let isLocal: Bool

    private let arguments: ArraySlice<OSCArgument>
    private var position: Int

    package init(_ arguments: [OSCArgument], isLocal: Bool = false) {
        self.arguments = arguments[...]
        self.isLocal = isLocal
        position = 0
    }

    /// Arguments that are left.
    package var count: Int { arguments.endIndex - position }

    package var isEmpty: Bool { count <= 0 }

    /// The next argument; nil if there is none.
    package mutating func next() -> OSCArgument? {
        guard position < arguments.endIndex else { return nil }
        defer { position += 1 }
        return arguments[position]
    }

    /// What the next argument is, without taking it.
    package var peek: OSCArgument? {
        position < arguments.endIndex ? arguments[position] : nil
    }

    /// The next argument as a whole number.
    ///
    /// - Parameters:
    ///   - what: what it is, for the error.
    ///   - standard: what it is where there is none; nil if there must be one.
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

    /// Whole numbers, one at least, to the end. Those of nodes are taken by `nodes`.
    mutating func ints(_ what: String) throws(CommandError) -> [Int32] {
        var numbers: [Int32] = []
        repeat { numbers.append(try int(what)) } while !isEmpty
        return numbers
    }

    /// The next argument as a number.
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

    /// A number that units can compute with: infinity stands for very much.
    static func finite(_ value: Float, _ what: String) throws(CommandError) -> Float {
        guard !value.isNaN else { throw CommandError("\(what) is NaN, which is no number") }
        return min(.greatestFiniteMagnitude, max(-.greatestFiniteMagnitude, value))
    }

    /// The next argument as text.
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

    /// The next argument as bytes.
    package mutating func blob(_ what: String) throws(CommandError) -> [UInt8] {
        guard let argument = next() else { throw CommandError("\(what) is missing: a blob") }
        guard case .blob(let bytes) = argument else {
            throw CommandError("\(what) must be a blob, but is \(argument.shortDescription)")
        }
        return bytes
    }

    /// The next argument as a control, by number or by name.
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

    /// The packet that a command may end with, to be obeyed when it is done: a blob. Anything else that is left is none.
    package mutating func completion() -> [UInt8]? {
        guard case .blob(let bytes)? = peek, !bytes.isEmpty else { return nil }
        position += 1
        return bytes
    }
}

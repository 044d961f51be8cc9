/// The destination of a message: a path, or one of SuperCollider's command numbers.
///
/// Literals make either: `"/s_new"` is a path, `9` is a command number.
public enum OSCAddress: Hashable, Sendable {
    /// A path that begins with `/` (OSC 1.0 specification, "OSC Addresses and Address Spaces"), or a pattern of paths:
    /// ``OSCAddressPattern``.
    case path(String)

    /// SuperCollider's short form for a server command: the packet begins with a 32-bit number in place of the path.
    /// The Server Command Reference assigns the numbers; 9 is `/s_new`.
    ///
    /// The number is 0 to ``maximumCommand``. The first byte of a larger number is not zero, so the number could be
    /// mistaken for text.
    case command(Int32)

    /// The largest command number that can be sent. Its first byte must be zero.
    public static var maximumCommand: Int32 {
        @_noLocks @_noAllocation
        get { 0x00ff_ffff }
    }

    /// Copies the address of a message.
    public init(_ message: OSCMessageView) {
        if let number = message.commandNumber {
            self = .command(number)
        } else {
            self = .path(String(message.address))
        }
    }

    /// The path, or nil for a command number.
    public var path: String? {
        guard case .path(let path) = self else { return nil }
        return path
    }

    /// The command number, or nil for a path.
    public var commandNumber: Int32? {
        guard case .command(let number) = self else { return nil }
        return number
    }
}

extension OSCAddress: ExpressibleByStringInterpolation {
    /// Creates a path.
    public init(stringLiteral path: String) {
        self = .path(path)
    }
}

extension OSCAddress: ExpressibleByIntegerLiteral {
    /// Creates a command number.
    public init(integerLiteral number: Int32) {
        self = .command(number)
    }
}

extension OSCAddress: CustomStringConvertible {
    /// The path, or the number in decimal.
    public var description: String {
        switch self {
        case .path(let path): path
        case .command(let number): "\(number)"
        }
    }
}

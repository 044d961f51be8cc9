/// The origin of a command: the client that receives replies, the command, and whether failures are reported.
package struct Origin: Sendable {
    /// The client's number, assigned by the transport.
    package let client: UInt32

    /// The name of the command, including the slash; empty for none.
    package let command: String

    /// Whether failures are counted but not reported (`/error`).
    package let isSilent: Bool
}

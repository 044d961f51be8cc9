package import TonewheelOSC

/// The transport of replies. The server knows clients by numbers, which the transport maps to addresses.
package protocol SynthReplies: AnyObject, Sendable {
    /// Sends a message to a client. An unreachable client is not an error. `[any]`
    func send(_ message: OSCMessage, to client: UInt32)

    /// Prints text on the server's output.
    func post(_ text: String)

    /// Calls `body` once. The transport may send the messages of `body` in one batch after it returns. `[any]`
    func withBatching(_ body: () -> Void)
}

extension SynthReplies {
    package func withBatching(_ body: () -> Void) { body() }
}

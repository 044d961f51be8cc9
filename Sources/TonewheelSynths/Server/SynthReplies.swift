package import TonewheelOSC

/// Who is answered: the server knows clients by numbers, and whoever carries packets knows where they live.
package protocol SynthReplies: AnyObject, Sendable {
    /// Sends a message to a client, on any thread. One that cannot be reached is no error.
    func send(_ message: OSCMessage, to client: UInt32)

    /// Prints what a client has asked to see on the server's own output.
    func post(_ text: String)

    /// Calls `body` once, and may send what is sent meanwhile together, at the end. Where it is called is up to whoever
    /// carries packets.
    func together(_ body: () -> Void)
}

extension SynthReplies {
    package func together(_ body: () -> Void) { body() }
}

internal import NIOCore
internal import TonewheelOSC

/// The destination of replies.
package struct ServerClient: Sendable {
    let channel: any Channel
    let address: SocketAddress

    /// Whether the client has its own TCP connection, rather than the shared UDP socket.
    var isStream = false

    /// Sends a message; returns false if the outbound buffer is full and the message is dropped.
    func send(_ message: OSCMessage) -> Bool {
        guard channel.isWritable || !channel.isActive else { return false }
        // The server's own messages always encode. A closed connection is not an error.
        guard let bytes = try? message.encoded() else { return true }
        let envelope = AddressedEnvelope(remoteAddress: address, data: channel.allocator.buffer(bytes: bytes))
        channel.writeAndFlush(envelope, promise: nil)
        return true
    }
}

internal import NIOCore
internal import TonewheelOSC

/// Who is to be answered.
package struct ServerClient: Sendable {
    let channel: any Channel
    let address: SocketAddress

    /// Whether it has a connection of its own, and not the socket that all datagrams come to.
    var isStream = false

    /// Sends a message; false if there is no room for it.
    func send(_ message: OSCMessage) -> Bool {
        guard channel.isWritable || !channel.isActive else { return false }
        // A message of ours always encodes; a client that has gone is no error.
        guard let bytes = try? message.encoded() else { return true }
        let envelope = AddressedEnvelope(remoteAddress: address, data: channel.allocator.buffer(bytes: bytes))
        channel.writeAndFlush(envelope, promise: nil)
        return true
    }
}

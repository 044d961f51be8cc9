internal import Foundation
internal import NIOCore
internal import TonewheelOSC

/// Answers clients over the socket that they have written to.
final class ChannelReplies: SynthReplies {
    private let clients: ClientNumbers

    /// Whether a client may be told of one more failure. Called on the event loop.
    private let takeFailure: @Sendable (SocketAddress) -> Bool

    init(clients: ClientNumbers, takeFailure: @escaping @Sendable (SocketAddress) -> Bool) {
        self.clients = clients
        self.takeFailure = takeFailure
    }

    func send(_ message: OSCMessage, to client: UInt32) {
        guard let entry = clients.entry(client), let bytes = try? message.encoded() else { return }
        let isFailure = message.address == "/fail"
        if entry.channel.eventLoop.inEventLoop {
            write(bytes, entry, isFailure: isFailure)
        } else {
            entry.channel.eventLoop.execute { self.write(bytes, entry, isFailure: isFailure) }
        }
    }

    private func write(_ bytes: [UInt8], _ entry: ClientNumbers.Entry, isFailure: Bool) {
        if isFailure, !takeFailure(entry.address) { return }
        guard entry.channel.isWritable else { return }
        let envelope = AddressedEnvelope(
            remoteAddress: entry.address, data: entry.channel.allocator.buffer(bytes: bytes))
        entry.channel.writeAndFlush(envelope, promise: nil)
    }

    func post(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}

internal import NIOCore
internal import TonewheelOSC
internal import TonewheelRealtime
internal import TonewheelSynths

/// Sends replies to clients over the socket at which their packets arrived.
final class ChannelReplies: SynthReplies, @unchecked Sendable {  // the mutable state is confined to the event loop
    private let eventLoop: any EventLoop
    private let clients: ClientNumbers

    /// Counts a failure; returns whether the client's budget allows a `/fail` reply. Called on the event loop.
    private let recordFailure: @Sendable (SocketAddress) -> Bool
    private let printsFailures: Bool
    private var failureLines = FailureLines()

    /// Replies from other threads. The event loop drains the mailbox before it sends its own replies, so that a client
    /// receives the completion of a command before the reply to its next query.
    private let mailbox = Mailbox<Reply>()

    private struct Reply: Sendable {
        let bytes: [UInt8]
        let entry: ServerClient
        let failure: OSCMessage?
    }

    /// Called on the event loop for each reply that is dropped.
    private let onDrop: @Sendable () -> Void

    /// The maximum number of replies per flush.
    private static let repliesPerBatch = 64

    private var isBatching = false

    /// The channels with unflushed replies, and the number of these replies.
    private var batchedChannels: [any Channel] = []
    private var batchedCount = 0

    /// - Parameter eventLoop: The event loop of all clients.
    init(
        on eventLoop: any EventLoop, clients: ClientNumbers, printsFailures: Bool,
        recordFailure: @escaping @Sendable (SocketAddress) -> Bool,
        onDrop: @escaping @Sendable () -> Void
    ) {
        self.eventLoop = eventLoop
        self.clients = clients
        self.printsFailures = printsFailures
        self.recordFailure = recordFailure
        self.onDrop = onDrop
    }

    func send(_ message: OSCMessage, to client: UInt32) {
        guard let entry = clients.entry(client), let bytes = try? message.encoded() else { return }
        let reply = Reply(bytes: bytes, entry: entry, failure: message.address == "/fail" ? message : nil)
        if eventLoop.inEventLoop {
            drainMailbox()
            write(reply)
        } else if mailbox.add(reply) {
            eventLoop.execute { self.drainMailbox() }
        }
    }

    private func drainMailbox() {
        for reply in mailbox.takeAll() { write(reply) }
    }

    private func write(_ reply: Reply) {
        let entry = reply.entry
        if let failure = reply.failure {
            guard recordFailure(entry.address) else { return }
            if printsFailures, let line = failureLines.line(Self.text(of: failure), at: MonotonicClock.now()) {
                post(line)
            }
        }
        guard entry.channel.isWritable else {
            // A reply to a closed connection is not counted as dropped.
            if entry.channel.isActive { onDrop() }
            return
        }
        let envelope = AddressedEnvelope(
            remoteAddress: entry.address, data: entry.channel.allocator.buffer(bytes: reply.bytes))
        guard isBatching else { return entry.channel.writeAndFlush(envelope, promise: nil) }
        entry.channel.write(envelope, promise: nil)
        if !batchedChannels.contains(where: { $0 === entry.channel }) { batchedChannels.append(entry.channel) }
        batchedCount += 1
        if batchedCount >= Self.repliesPerBatch { flushBatch() }
    }

    func withBatching(_ body: () -> Void) {
        // On the lane each reply goes through the mailbox.
        guard eventLoop.inEventLoop else { return body() }
        isBatching = true
        body()
        isBatching = false
        flushBatch()
    }

    private func flushBatch() {
        for channel in batchedChannels { channel.flush() }
        batchedChannels.removeAll(keepingCapacity: true)
        batchedCount = 0
    }

    /// The text of a failure, in the form of scsynth.
    private static func text(of failure: OSCMessage) -> String {
        let words = failure.arguments.prefix(2).map { argument in
            if case .string(let text) = argument { text } else { argument.description }
        }
        let line = words.joined(separator: " ")
        return line.hasSuffix("\n") ? String(line.dropLast()) : line
    }

    func post(_ text: String) {
        ServerOutput.write(text)
    }
}

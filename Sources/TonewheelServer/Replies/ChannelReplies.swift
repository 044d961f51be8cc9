internal import NIOCore
internal import TonewheelOSC
internal import TonewheelRealtime
internal import TonewheelSynths

/// Answers clients over the socket that they have written to.
final class ChannelReplies: SynthReplies, @unchecked Sendable {  // what changes belongs to the event loop
    private let eventLoop: any EventLoop
    private let clients: ClientNumbers

    /// Whether a client may be told of one more failure. Called on the event loop.
    private let takeFailure: @Sendable (SocketAddress) -> Bool
    private let printsFailures: Bool
    private var failureLines = FailureLines()

    /// What other threads have sent. It goes before what the event loop sends after it: a client hears of a command's end before the
    /// answer to what it asks next.
    private let handOff = HandOff<Answer>()

    private struct Answer: Sendable {
        let bytes: [UInt8]
        let entry: ServerClient
        let failure: OSCMessage?
    }

    /// Called on the event loop for an answer that there is no room for.
    private let onDrop: @Sendable () -> Void

    /// Answers that are sent with one system call, at most.
    private static let answersTogether = 64

    private var isGathering = false

    /// What answers are held back in, and how many.
    private var gathered: [any Channel] = []
    private var gatheredCount = 0

    /// - Parameter eventLoop: of all clients.
    init(
        on eventLoop: any EventLoop, clients: ClientNumbers, printsFailures: Bool,
        takeFailure: @escaping @Sendable (SocketAddress) -> Bool,
        onDrop: @escaping @Sendable () -> Void
    ) {
        self.eventLoop = eventLoop
        self.clients = clients
        self.printsFailures = printsFailures
        self.takeFailure = takeFailure
        self.onDrop = onDrop
    }

    func send(_ message: OSCMessage, to client: UInt32) {
        guard let entry = clients.entry(client), let bytes = try? message.encoded() else { return }
        let answer = Answer(bytes: bytes, entry: entry, failure: message.address == "/fail" ? message : nil)
        if eventLoop.inEventLoop {
            writeWhatIsHandedOver()
            write(answer)
        } else if handOff.add(answer) {
            eventLoop.execute { self.writeWhatIsHandedOver() }
        }
    }

    private func writeWhatIsHandedOver() {
        for answer in handOff.takeAll() { write(answer) }
    }

    private func write(_ answer: Answer) {
        let entry = answer.entry
        if let failure = answer.failure {
            guard takeFailure(entry.address) else { return }
            if printsFailures, let line = failureLines.line(Self.text(of: failure), at: MonotonicClock.now()) {
                post(line)
            }
        }
        guard entry.channel.isWritable else {
            // One that has gone takes nothing, which is no error.
            if entry.channel.isActive { onDrop() }
            return
        }
        let envelope = AddressedEnvelope(
            remoteAddress: entry.address, data: entry.channel.allocator.buffer(bytes: answer.bytes))
        guard isGathering else { return entry.channel.writeAndFlush(envelope, promise: nil) }
        entry.channel.write(envelope, promise: nil)
        if !gathered.contains(where: { $0 === entry.channel }) { gathered.append(entry.channel) }
        gatheredCount += 1
        if gatheredCount >= Self.answersTogether { sendWhatIsGathered() }
    }

    func together(_ body: () -> Void) {
        // On the lane each answer finds its own way to the event loop.
        guard eventLoop.inEventLoop else { return body() }
        isGathering = true
        body()
        isGathering = false
        sendWhatIsGathered()
    }

    private func sendWhatIsGathered() {
        for channel in gathered { channel.flush() }
        gathered.removeAll(keepingCapacity: true)
        gatheredCount = 0
    }

    /// A failure as scsynth's users know it.
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

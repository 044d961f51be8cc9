internal import Dispatch
internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph

/// The memory of the buffers, as the lane knows it: only the lane allocates and frees. `[control]`
final class BufferTable: Sendable {
    private let graph: GraphControl

    /// Bytes that all buffers together may have.
    private let memoryLimit: Int

    /// Seconds without a block after which the lane waits no longer for the graph.
    private let patience: Double

    /// Whether the lane runs on the thread that renders.
    private let isImmediate: Bool

    private let contents: Mutex<[SampleBuffer?]>
    private let changes = Mutex(BufferChanges())

    /// Seconds before its time from which on a change counts as sent before: a command of the same time is not early.
    private static let margin = 0.05

    init(_ graph: GraphControl, memoryLimit: Int, patience: Double, isImmediate: Bool) {
        self.graph = graph
        self.memoryLimit = memoryLimit
        self.patience = patience
        self.isImmediate = isImmediate
        contents = Mutex([SampleBuffer?](repeating: nil, count: graph.shape.bufferCount))
    }

    /// Refuses a number that no buffer has.
    func check(_ buffer: Int32) throws(CommandError) {
        guard buffer >= 0, Int(buffer) < graph.shape.bufferCount else {
            throw CommandError("there is no buffer \(buffer); there are \(graph.shape.bufferCount) (-b)")
        }
    }

    /// The memory of a buffer.
    ///
    /// - Throws: `CommandError` if it has none.
    func present(_ buffer: Int32) throws(CommandError) -> SampleBuffer {
        guard let contents = contents.withLock({ $0[Int(buffer)] }) else {
            throw CommandError("the buffer \(buffer) has not been allocated: /b_alloc makes one")
        }
        return contents
    }

    /// Gives a buffer memory, all zeros.
    ///
    /// - Parameter sampleRate: the graph's by default.
    func allocate(
        _ buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double? = nil, _ origin: Origin
    ) throws(CommandError) {
        let rate = sampleRate ?? graph.shape.sampleRate
        try swap(
            buffer, try memory(of: buffer, frameCount: frameCount, channelCount: channelCount, sampleRate: rate), origin
        )
    }

    /// Takes memory for a buffer, in place of what it has.
    ///
    /// - Throws: `CommandError` if that is more than a buffer, or all of them, may have.
    func memory(
        of buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double
    ) throws(CommandError) -> UnsafeMutablePointer<BufferMemory> {
        let others = contents.withLock { contents in
            contents.indices.reduce(0) { $0 + ($1 == Int(buffer) ? 0 : contents[$1]?.sampleCount ?? 0) }
        }
        let (wanted, overflow) = frameCount.multipliedReportingOverflow(by: channelCount)
        let room = memoryLimit / MemoryLayout<Float>.stride - others
        if !overflow, wanted > room, wanted <= BufferMemory.maximumSampleCount {
            throw CommandError(
                "\(wanted) samples are more than the \(max(0, room)) that the buffers may have besides: free some (/b_free)"
            )
        }
        guard
            let memory = graph.makeBuffer(
                frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate)
        else {
            if graph.arena != nil, !overflow, (1...BufferMemory.maximumSampleCount).contains(wanted) {
                throw CommandError(
                    "there is no room left for \(wanted) samples in the memory that is shared with workers: free some (/b_free)"
                )
            }
            throw CommandError(
                "\(frameCount) frames of \(channelCount) channels are more than the \(BufferMemory.maximumSampleCount) samples that a buffer may have"
            )
        }
        return memory
    }

    /// Puts new memory in the place of a buffer's.
    ///
    /// - Parameter keepsRate: whether the sample rate stays, which `/b_setSampleRate` may have changed.
    func swap(
        _ buffer: Int32, _ memory: UnsafeMutablePointer<BufferMemory>, keepsRate: Bool = false, _ origin: Origin
    ) throws(CommandError) {
        let new = memory.pointee.buffer
        var batch = CommandBatch(origin)
        batch.add(keepsRate ? .swapSamples(buffer, memory) : .swapBuffer(buffer, memory))
        guard graph.send(batch.packet, client: origin.client) else { throw CommandError(graph.tooManyPackets()) }
        contents.withLock { $0[Int(buffer)] = new.frameCount > 0 ? new : nil }
    }

    // MARK: - Changes that are on their way

    /// Notes that samples of buffers are set by a packet.
    func note(_ buffers: Set<Int32>, atFrame frame: Int64?) {
        guard !buffers.isEmpty else { return }
        changes.withLock { $0.note(buffers, atFrame: frame) }
    }

    /// Waits until the graph has made the changes to a buffer that were sent before, long fills included. On the lane.
    ///
    /// The render thread waits for nobody: the question goes the way of all commands, and its answer comes back with the news.
    func settle(_ buffer: Int32, _ origin: Origin) throws(CommandError) {
        guard let change = changes.withLock({ $0.latest(of: buffer) }) else { return }
        if isImmediate {
            // It runs on the thread that renders, between two blocks.
            graph.catchUp()
            return changes.withLock { $0.forget(change, of: buffer) }
        }
        let now = graph.counts.frame
        let isDue = change.frame <= now + Int64(Self.margin * graph.shape.sampleRate)
        let (question, answered) = changes.withLock { $0.ask() }
        var batch = CommandBatch(origin)
        batch.ask(.settle(buffer, question))
        let frame = isDue && change.frame > now ? change.frame : nil
        guard graph.send(batch.packet, client: origin.client, atFrame: frame) else {
            _ = changes.withLock { $0.takeQuestion(question) }
            throw CommandError(graph.tooManyPackets(atFrame: frame))
        }
        if !isAnswered(answered) {
            _ = changes.withLock { $0.takeQuestion(question) }
        } else if isDue {
            changes.withLock { $0.forget(change, of: buffer) }
        }
    }

    /// Waits as long as blocks are rendered: if nothing renders, nothing changes either.
    private func isAnswered(_ answered: DispatchSemaphore) -> Bool {
        var frame = graph.counts.frame
        while answered.wait(timeout: .now() + patience) == .timedOut {
            let now = graph.counts.frame
            if now == frame { return false }
            frame = now
        }
        return true
    }

    /// The graph has come to a question of the lane.
    func settled(_ question: Int32) {
        changes.withLock { $0.takeQuestion(question) }?.signal()
    }
}

extension GraphControl {
    /// Why a packet has not been sent.
    ///
    /// - Parameter frame: its time; nil for the next block.
    func tooManyPackets(atFrame frame: Int64? = nil) -> String {
        frame == nil
            ? "\(shape.packetCapacity) packets are on their way already: send less"
            : "\(waitingCapacity) packets wait for their time already: send this one nearer to its own"
    }
}

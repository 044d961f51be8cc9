internal import Dispatch
internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph

/// The lane's view of the buffers. Only the lane allocates and frees their memory. `[control]`
final class BufferTable: Sendable {
    private let graph: GraphControl

    /// The maximum size of all buffers together, in bytes.
    private let memoryLimit: Int

    /// The time without a block after which the lane stops waiting for the graph, in seconds.
    private let graphTimeout: Double

    /// Whether the lane runs on the thread that renders.
    private let isImmediate: Bool

    private let contents: Mutex<[SampleBuffer?]>
    private let changes = Mutex(BufferChanges())

    /// The time in seconds within which a change must be due for the lane to wait for it: a command may have the same
    /// time.
    private static let margin = 0.05

    init(_ graph: GraphControl, memoryLimit: Int, graphTimeout: Double, isImmediate: Bool) {
        self.graph = graph
        self.memoryLimit = memoryLimit
        self.graphTimeout = graphTimeout
        self.isImmediate = isImmediate
        contents = Mutex([SampleBuffer?](repeating: nil, count: graph.shape.bufferCount))
    }

    /// Checks that a buffer number is in range.
    func check(_ buffer: Int32) throws(CommandError) {
        guard buffer >= 0, Int(buffer) < graph.shape.bufferCount else {
            throw CommandError("there is no buffer \(buffer); there are \(graph.shape.bufferCount) (-b)")
        }
    }

    /// Returns the memory of a buffer.
    ///
    /// - Throws: `CommandError` if it is not allocated.
    func present(_ buffer: Int32) throws(CommandError) -> SampleBuffer {
        guard let contents = contents.withLock({ $0[Int(buffer)] }) else {
            throw CommandError("Buffer \(buffer) has not been allocated. Use /b_alloc first.")
        }
        return contents
    }

    /// Allocates a buffer, filled with zeros.
    ///
    /// - Parameter sampleRate: The sample rate; nil for that of the graph.
    func allocate(
        _ buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double? = nil, _ origin: Origin
    ) throws(CommandError) {
        let rate = sampleRate ?? graph.shape.sampleRate
        try swap(
            buffer, try memory(of: buffer, frameCount: frameCount, channelCount: channelCount, sampleRate: rate), origin
        )
    }

    /// Allocates memory that is to replace that of a buffer.
    ///
    /// - Throws: `CommandError` if the size exceeds the limit of a buffer or of all buffers together.
    func memory(
        of buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double
    ) throws(CommandError) -> UnsafeMutablePointer<BufferMemory> {
        let others = contents.withLock { contents in
            contents.indices.reduce(0) { $0 + ($1 == Int(buffer) ? 0 : contents[$1]?.sampleCount ?? 0) }
        }
        let (wanted, overflow) = frameCount.multipliedReportingOverflow(by: channelCount)
        let available = memoryLimit / MemoryLayout<Float>.stride - others
        if !overflow, wanted > available, wanted <= BufferMemory.maximumSampleCount {
            throw CommandError(
                "\(wanted) samples are more than the \(max(0, available)) left for buffers. Free some (/b_free)."
            )
        }
        guard
            let memory = graph.makeBuffer(
                frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate)
        else {
            if graph.arena != nil, !overflow, (1...BufferMemory.maximumSampleCount).contains(wanted) {
                throw CommandError(
                    "No memory is left for \(wanted) samples in the memory shared with workers. Free buffers (/b_free)."
                )
            }
            throw CommandError(
                "\(frameCount) frames of \(channelCount) channels are more than the maximum of "
                    + "\(BufferMemory.maximumSampleCount) samples in a buffer"
            )
        }
        return memory
    }

    /// Replaces the memory of a buffer.
    ///
    /// - Parameter keepsRate: Whether the buffer keeps its sample rate, which `/b_setSampleRate` may have changed.
    func swap(
        _ buffer: Int32, _ memory: UnsafeMutablePointer<BufferMemory>, keepsRate: Bool = false, _ origin: Origin
    ) throws(CommandError) {
        let new = memory.pointee.buffer
        var batch = CommandBatch(origin)
        batch.add(keepsRate ? .swapSamples(buffer, memory) : .swapBuffer(buffer, memory))
        guard graph.send(batch.packet, client: origin.client) else { throw CommandError(graph.tooManyPackets()) }
        contents.withLock { $0[Int(buffer)] = new.frameCount > 0 ? new : nil }
    }

    // MARK: - Changes in flight

    /// Records that a packet sets samples of buffers.
    func record(_ buffers: Set<Int32>, atFrame frame: Int64?) {
        guard !buffers.isEmpty else { return }
        changes.withLock { $0.record(buffers, atFrame: frame) }
    }

    /// Waits until the graph has applied all earlier changes to a buffer, including long fills. On the lane.
    ///
    /// The render thread never waits: the query is sent as a command, and its reply arrives with the graph's events.
    func settle(_ buffer: Int32, _ origin: Origin) throws(CommandError) {
        guard let change = changes.withLock({ $0.latest(of: buffer) }) else { return }
        if isImmediate {
            // The lane runs on the thread that renders, between two blocks.
            graph.catchUp()
            return changes.withLock { $0.forget(change, of: buffer) }
        }
        let now = graph.counts.frame
        let isDue = change.frame <= now + Int64(Self.margin * graph.shape.sampleRate)
        let (query, replied) = changes.withLock { $0.addQuery() }
        var batch = CommandBatch(origin)
        batch.addQuery(.settle(buffer, query))
        let frame = isDue && change.frame > now ? change.frame : nil
        guard graph.send(batch.packet, client: origin.client, atFrame: frame) else {
            _ = changes.withLock { $0.removeQuery(query) }
            throw CommandError(graph.tooManyPackets(atFrame: frame))
        }
        if !waitForReply(replied) {
            _ = changes.withLock { $0.removeQuery(query) }
        } else if isDue {
            changes.withLock { $0.forget(change, of: buffer) }
        }
    }

    /// Waits while blocks are rendered, since without blocks no change is applied.
    ///
    /// - Returns: false if no block was rendered for the time-out.
    private func waitForReply(_ replied: DispatchSemaphore) -> Bool {
        var frame = graph.counts.frame
        while replied.wait(timeout: .now() + graphTimeout) == .timedOut {
            let now = graph.counts.frame
            if now == frame { return false }
            frame = now
        }
        return true
    }

    /// Completes a query that the graph has processed.
    func settled(_ query: Int32) {
        changes.withLock { $0.removeQuery(query) }?.signal()
    }
}

extension GraphControl {
    /// Returns the error message for a packet that could not be sent.
    ///
    /// - Parameter frame: The time of the packet; nil for the next block.
    func tooManyPackets(atFrame frame: Int64? = nil) -> String {
        frame == nil
            ? "\(shape.packetCapacity) packets are already in flight. Send fewer."
            : "\(waitingCapacity) packets are already waiting for their time. Send this one closer to its time."
    }
}

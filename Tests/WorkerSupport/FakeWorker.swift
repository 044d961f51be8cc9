internal import Synchronization
package import Tonewheel
package import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelUGens
package import TonewheelWorkers

/// The control thread and the render thread of a worker, run step by step by a test.
package final class FakeWorker {
    package let memory: WorkerMemory
    package let control: GraphControl

    private var dispatcher: WorkerDispatcher
    private var receiver: MessageReceiver
    private let core: UnsafeMutablePointer<RenderCore>
    private let discarded = UnsafeMutablePointer<Float>.allocate(capacity: 64)
    private let histograms = RenderHistograms()

    private let images: SharedArena
    private let target = ImageTarget()
    private let feed: WorkerFeed

    /// The block that `renderNext` renders; nil before the first one.
    private var nextBlock: Int64?

    package init(_ memory: WorkerMemory, _ feed: WorkerFeed, _ shape: WorkerShape, _ descriptors: [Int32]) throws {
        self.memory = memory
        self.feed = feed
        guard let graphShape = GraphShape(words: shape.engine, shape) else { throw WorkerError.memory("no shape") }
        guard let shared = try SharedGraphMemory.attached(descriptors),
            let buses = SharedGraphMemory.buses(memory, graphShape)
        else { throw WorkerError.memory("no shared memory") }
        images = shared.images
        control = GraphControl(
            graphShape, units: UnitRegistry.standard + UnitRegistry.testing, role: .worker, arena: shared.arena,
            controlBuses: buses)
        dispatcher = try WorkerDispatcher(memory, control, images: images, target)
        receiver = MessageReceiver(try memory.replies())
        let tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        core = .allocate(capacity: 1)
        core.initialize(
            to: RenderCore(
                format: shape.format, graph: control.graph,
                stamps: try StampReader(memory, feed.log), turnedControls: shape.commandCapacity, image: target,
                tone: tone, reports: LatestValue(RenderReport(tone)).writer(), histograms: histograms,
                loadWord: RenderReport.loadWord(memory.health)))
    }

    deinit {
        discarded.deallocate()
        core.deinitialize(count: 1)
        core.deallocate()
    }

    /// Runs the control thread once; returns whether it sent messages.
    package func work() -> Bool {
        let hadImage = hasImage
        defer { if hadImage, !hasImage { reportedImages += 1 } }
        return dispatcher.process()
    }

    /// Whether the render thread has written an image that the control thread has not reported.
    package var hasImage: Bool { target.isWritten }

    /// The number of images that the control thread has reported.
    package private(set) var reportedImages = 0

    /// Whether messages wait for the control thread.
    package var hasMessages: Bool { ((try? memory.messages())?.count ?? 0) > 0 }

    /// Removes and returns the worker's messages to the front.
    package func replies() throws -> [WorkerMessage] {
        var messages: [WorkerMessage] = []
        while let message = receiver.receive() { messages.append(message) }
        return messages
    }

    /// Renders the next blocks and returns their samples. Blocks that are open are closed.
    package func render(blocks: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: 64 * blocks) { buffer, count in
            for block in 0..<blocks { render(buffer.baseAddress! + 64 * block) }
            count = 64 * blocks
        }
    }

    private func render(_ samples: UnsafeMutablePointer<Float>) {
        let orders = memory.orders
        let block = max(control.graph.pointee.frame / 64, orders.firstBlock.pointee.load(ordering: .relaxed))
        feed.close(before: block + 1)
        core.pointee.render(samples, frameCount: 64)
        complete()
    }

    // MARK: - Blocks in slots

    /// The points at which the render thread may be killed while it renders a block.
    package enum RenderStage {
        /// The slot is open and has a part of the block.
        case opened

        /// The samples are in the slot, which is still open.
        case rendered

        /// The number is in the slot, but samples are damaged.
        case damaged

        /// The block is published, but not counted.
        case published
        case completed
    }

    /// Whether the orders permit the next block.
    package var canRender: Bool {
        memory.orders.state.pointee.load(ordering: .acquiring) == WorkerOrders.State.active
            && currentBlock < memory.orders.limit.pointee.load(ordering: .acquiring)
            && feed.log.view.closing(of: currentBlock) != nil
    }

    /// The block that is rendered next.
    private var currentBlock: Int64 { nextBlock ?? memory.orders.firstBlock.pointee.load(ordering: .relaxed) }

    /// Renders the next block into its slot, as `SharedMemoryBackend` does.
    ///
    /// - Parameter stage: The point at which the thread stops.
    package func renderNext(upTo stage: RenderStage = .completed) {
        let block = currentBlock
        memory.health.begun.pointee.store(block + 1, ordering: .sequentiallyConsistent)
        let samples = memory.slots.open(block)
        guard stage != .opened else {
            for frame in 0..<40 { samples[frame] = 1e9 }
            return
        }
        core.pointee.render(samples, frameCount: 64)
        guard stage != .rendered else { return }
        memory.slots.publish(block)
        guard stage != .damaged else {
            samples[33] = Float(bitPattern: samples[33].bitPattern ^ 1)
            return
        }
        guard stage != .published else { return }
        nextBlock = block + 1
        memory.health.completed.pointee.store(block + 1, ordering: .releasing)
    }

    private func complete() {
        memory.health.completed.pointee.store(control.graph.pointee.frame / 64, ordering: .releasing)
    }

    /// Renders the next block and discards it.
    package func renderBlock() {
        render(discarded)
    }

    /// The parameters of the tone in the worker's graph.
    package var tone: ToneParameters {
        var tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        tone.read(from: control.graph)
        return tone
    }
}

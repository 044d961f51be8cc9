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
    package func work() -> Bool { dispatcher.process() }

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

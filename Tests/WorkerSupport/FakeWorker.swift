internal import Synchronization
package import Tonewheel
package import TonewheelGraph
internal import TonewheelRealtime
internal import TonewheelUGens
package import TonewheelWorkers

/// A worker's two threads, step by step.
package final class FakeWorker {
    package let memory: WorkerMemory
    package let control: GraphControl

    private var desk: WorkerDesk
    private var receiver: MessageReceiver
    private let core: UnsafeMutablePointer<RenderCore>
    private let discarded = UnsafeMutablePointer<Float>.allocate(capacity: 64)
    private let histograms = RenderHistograms()

    private let buses: SharedMemory  // the graph's control buses

    package init(_ memory: WorkerMemory, _ shape: WorkerShape, _ descriptors: [Int32]) throws {
        self.memory = memory
        guard let graphShape = GraphShape(words: shape.engine, shape) else { throw WorkerError.memory("no shape") }
        guard let shared = try SharedGraphMemory.attached(descriptors, graphShape) else {
            throw WorkerError.memory("no shared memory")
        }
        buses = shared.buses
        control = GraphControl(
            graphShape, units: UnitRegistry.standard + UnitRegistry.testing, role: .worker, arena: shared.arena,
            controlBuses: shared.values)
        desk = try WorkerDesk(memory, control)
        receiver = MessageReceiver(try memory.replies())
        let tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        core = .allocate(capacity: 1)
        core.initialize(
            to: RenderCore(
                format: shape.format, graph: control.graph,
                stamps: try RingBuffer<GraphStamp>(attachingTo: memory.commandBytes).consumer(), tone: tone,
                reports: LatestValue(RenderReport(tone)).writer(), histograms: histograms))
    }

    deinit {
        discarded.deallocate()
        core.deinitialize(count: 1)
        core.deallocate()
    }

    /// Lets the control thread work; whether it had anything to say.
    package func work() -> Bool { desk.turn() }

    /// What it has said.
    package func replies() throws -> [WorkerMessage] {
        var messages: [WorkerMessage] = []
        while let message = receiver.receive() { messages.append(message) }
        return messages
    }

    /// The next blocks of sound.
    package func render(blocks: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: 64 * blocks) { buffer, count in
            core.pointee.render(buffer.baseAddress!, frameCount: 64 * blocks)
            count = 64 * blocks
            complete()
        }
    }

    private func complete() {
        memory.health.completed.pointee.store(control.graph.pointee.frame / 64, ordering: .releasing)
    }

    /// Renders the next block, which nobody hears.
    package func renderBlock() {
        core.pointee.render(discarded, frameCount: 64)
        complete()
    }

    /// What the tone plays with.
    package var tone: ToneParameters {
        var tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        tone.read(from: control.graph)
        return tone
    }
}

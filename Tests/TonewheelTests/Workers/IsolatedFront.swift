import Synchronization
import Tonewheel
import TonewheelGraph
import TonewheelRealtime
import TonewheelUGens
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The front's side of a graph that workers render, with the test as the watch of their pool.
final class IsolatedFront {
    let control: GraphControl
    let graph: IsolatedGraph
    let pool: WorkerPool

    private let synths: EngineSynths
    private let parameters = ParameterManager()
    private let shape: WorkerShape
    private let shared: SharedGraphMemory
    private(set) var applied: [CommandPacket] = []
    private(set) var events: [NodeEvent] = []
    private(set) var traces: [TracedSynth] = []
    private(set) var leftOut: [String] = []

    /// What clients have been told of samples.
    private(set) var samples: [UInt32: [Float]] = [:]

    /// Why workers are to be replaced.
    private(set) var complaints: [String] = []

    init(
        _ tone: ToneParameters = ToneParameters(frequency: 440, amplitude: 0.5, gate: true),
        _ change: (inout GraphShape) -> Void = { _ in }
    ) throws {
        var graphShape = GraphShape()
        graphShape.outputBusCount = 1
        graphShape.inputBusCount = 0
        graphShape.packetCapacity = 256
        change(&graphShape)
        shared = try SharedGraphMemory(graphShape, bufferBytes: 1 << 20)
        control = GraphControl(
            graphShape, units: UnitRegistry.standard + UnitRegistry.testing, role: .shadow, arena: shared.arena,
            busMirror: shared.mirror)
        graph = IsolatedGraph(control, shared)
        var shape = WorkerShape(
            format: StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 64),
            blockFrames: 64, leadPeriods: 1, commandCapacity: 512, commandStride: MemoryLayout<GraphStamp>.stride,
            realtimePriority: 1, locksMemory: false, parent: getpid())
        shape.engine = graphShape.words
        self.shape = shape
        pool = try WorkerPool(program: "none", arguments: [], shape: shape, spares: 0) { _ in }
        synths = try EngineSynths(control, canFail: true)
        graph.begin(pool, parameters, tone, periodFrames: 64)
        try synths.begin(with: tone)
    }

    /// The first block that nobody can have begun.
    var limit: Int64 {
        get { pool.nextBlock }
        set { pool.feed.state.pointee.limit.store(newValue, ordering: .sequentiallyConsistent) }
    }

    /// A worker that is ready and knows the definitions.
    func worker() throws -> FakeWorker {
        let memory = try WorkerMemory(shape)
        memory.reset()
        _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: 512)
        let worker = try FakeWorker(memory, shape, shared.descriptors.map { dup($0) })
        graph.welcome(memory)
        return worker
    }

    /// A worker that has loaded all that exists and renders from a block on.
    func begunWorker(atBlock block: Int64) throws -> FakeWorker {
        let worker = try worker()
        graph.load(worker.memory)
        try exchange(with: worker)
        guard graph.hasLoaded(worker.memory) else { throw WorkerError.spawn("the worker has not loaded") }
        limit = max(limit, block)
        graph.begin(worker.memory, firstBlock: block)
        return worker
    }

    /// Lets the worker's control thread work, and the watch hear it, until neither has anything to say.
    func exchange(with worker: FakeWorker) throws {
        var isQuiet = false
        while !isQuiet {
            isQuiet = !worker.work()
            for message in try worker.replies() {
                if let complaint = graph.receive(message, from: worker.memory) { complaints.append(complaint) }
                isQuiet = false
            }
            graph.turn()
            collect()
        }
    }

    /// Takes what the shadow has to tell.
    func collect() {
        control.collect { news in
            switch news {
            case .applied(let packet):
                applied.append(packet)
                // Its words go with it.
                for index in 0..<packet.count {
                    guard case .getSamples(_, _, let range) = packet[index].operation,
                        case .done(let count) = packet[index].outcome
                    else { continue }
                    samples[packet.client] = packet.words(range, count: count).map(\.float)
                }
            case .node(let event): events.append(event)
            case .message: break
            case .shadow(.trace(let trace)): traces.append(trace)
            case .shadow(.leftOut(let definition, _)): leftOut.append(definition)
            }
        }
    }

    func apply(_ change: ParameterChange) { turn(change.turns) }

    func turn(_ turns: [ControlTurn]) {
        _ = parameters.turn(turns)
        graph.wake()
    }

    func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        synths.send(change.turns, atFrame: frame)
    }

    func fail(_ mode: FaultUnit.Mode) throws { try synths.fail(mode) }

    /// Sends operations as one packet.
    func send(_ operations: GraphOperation..., atFrame frame: Int64? = nil) -> Bool {
        var packet = CommandPacketBuilder()
        for operation in operations { packet.add(operation, of: 0) }
        return control.send(packet, client: 0, atFrame: frame)
    }
}

/// A worker's two threads, step by step.
final class FakeWorker {
    let memory: WorkerMemory
    let control: GraphControl

    private var desk: WorkerDesk
    private var receiver: MessageReceiver
    private let core: UnsafeMutablePointer<RenderCore>
    private let histograms = RenderHistograms()

    private let buses: SharedMemory  // the graph's control buses

    init(_ memory: WorkerMemory, _ shape: WorkerShape, _ descriptors: [Int32]) throws {
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
        core.deinitialize(count: 1)
        core.deallocate()
    }

    /// Lets the control thread work; whether it had anything to say.
    func work() -> Bool { desk.turn() }

    /// What it has said.
    func replies() throws -> [WorkerMessage] {
        var messages: [WorkerMessage] = []
        while let message = receiver.receive() { messages.append(message) }
        return messages
    }

    /// The next blocks of sound.
    func render(blocks: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: 64 * blocks) { buffer, count in
            core.pointee.render(buffer.baseAddress!, frameCount: 64 * blocks)
            count = 64 * blocks
            memory.health.completed.pointee.store(control.graph.pointee.frame / 64, ordering: .releasing)
        }
    }

    /// What the tone plays with.
    var tone: ToneParameters {
        var tone = ToneParameters(frequency: 0, amplitude: 0, gate: false)
        tone.read(from: control.graph)
        return tone
    }
}

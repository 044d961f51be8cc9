internal import Synchronization
package import Tonewheel
package import TonewheelDSP
package import TonewheelGraph
internal import TonewheelRealtime
package import TonewheelUGens
package import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The front's side of a graph that workers render, with the test as the watch of their pool.
package final class IsolatedFront {
    package let control: GraphControl
    package let graph: IsolatedGraph
    package let pool: WorkerPool

    private let synths: EngineSynths
    private let parameters = ParameterManager()
    private let shape: WorkerShape
    package let shared: SharedGraphMemory
    package private(set) var applied: [CommandPacket] = []
    package private(set) var events: [NodeEvent] = []
    package private(set) var traces: [TracedSynth] = []
    package private(set) var quarantined: [String] = []
    package private(set) var mutes: [MutedNode] = []
    package private(set) var messages: [UnitMessage] = []

    /// The samples that clients have received, by client.
    package private(set) var samples: [UInt32: [Float]] = [:]

    /// The reasons for which workers must be replaced.
    package private(set) var replacementReasons: [String] = []

    /// - Parameters:
    ///   - spares: The number of spares that the pool has seats for.
    ///   - isRedundant: Whether the pool has a standby.
    package init(
        _ tone: ToneParameters = ToneParameters(frequency: 440, amplitude: 0.5, gate: true),
        spares: Int = 0, isRedundant: Bool = false, _ change: (inout GraphShape) -> Void = { _ in }
    ) throws {
        var graphShape = GraphShape()
        graphShape.outputBusCount = 1
        graphShape.inputBusCount = 0
        graphShape.packetCapacity = 256
        change(&graphShape)
        shared = try SharedGraphMemory(graphShape, bufferBytes: 1 << 20, isRedundant: isRedundant)
        control = GraphControl(
            graphShape, units: UnitRegistry.standard + UnitRegistry.testing, role: .shadow, arena: shared.arena,
            busMirror: shared.mirror)
        graph = IsolatedGraph(control, shared)
        var shape = WorkerShape(
            format: StreamFormat(sampleRate: 48_000, channelCount: 1, periodFrames: 64),
            blockFrames: 64, leadPeriods: 1, commandCapacity: 2 * graphShape.packetCapacity,
            commandStride: MemoryLayout<GraphStamp>.stride,
            realtimePriority: 1, locksMemory: false, parent: getpid())
        shape.engine = graphShape.words
        shape.engineByteCount = SharedGraphMemory.busBytes(graphShape)
        self.shape = shape
        pool = try WorkerPool(program: "none", arguments: [], shape: shape, spares: spares, isRedundant: isRedundant) {
            _ in
        }
        synths = try EngineSynths(control, allowsFaults: true)
        graph.begin(pool, parameters, tone, periodFrames: 64)
        try synths.begin(with: tone)
    }

    /// The first block that no worker can have begun.
    package var limit: Int64 {
        get { pool.nextBlock }
        set { pool.feed.close(before: newValue) }
    }

    /// Makes a worker that is ready and knows the SynthDefs.
    package func worker() throws -> FakeWorker { try worker(in: try WorkerMemory(shape)) }

    /// Makes a worker that is ready and knows the SynthDefs.
    ///
    /// - Parameter memory: That of a seat whose worker has ended.
    package func worker(in memory: WorkerMemory) throws -> FakeWorker {
        memory.reset()
        _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: 2 * control.shape.packetCapacity)
        let worker = try FakeWorker(memory, pool.feed, shape, shared.descriptors.map { dup($0) })
        graph.workerBecameReady(memory)
        return worker
    }

    /// Makes a worker that has loaded all objects and renders from a block on.
    package func activeWorker(atBlock block: Int64) throws -> FakeWorker {
        let worker = try worker()
        graph.load(worker.memory)
        try exchange(with: worker)
        guard graph.hasLoaded(worker.memory) else { throw WorkerError.spawn("the worker has not loaded") }
        limit = max(limit, block)
        pool.order(worker.memory, graph.begin(worker.memory, firstBlock: block))
        return worker
    }

    /// Returns a worker that renders the same blocks as the primary, from one of the next blocks on.
    ///
    /// - Parameter render: renders a block of the primary, which writes its image between two blocks.
    package func standby(of primary: FakeWorker, render: () -> Void) throws -> FakeWorker {
        let worker = try worker()
        graph.join(worker.memory, primary: primary.memory)
        for _ in 0..<20 where !graph.hasJoined(worker.memory) {
            try exchange(with: primary)
            try exchange(with: worker)
            if !graph.hasJoined(worker.memory) { render() }
        }
        guard graph.hasJoined(worker.memory) else {
            throw WorkerError.spawn(graph.failure(of: worker.memory) ?? "the worker has not joined")
        }
        pool.order(worker.memory, graph.beginStandby(worker.memory))
        return worker
    }

    /// Makes the standby the primary, after the loss of the primary.
    package func promote(_ standby: FakeWorker, afterLossOf primary: FakeWorker) {
        graph.workerLost(primary.memory)
        graph.promote(standby.memory)
    }

    /// Runs the worker's control thread and the watch in turn until neither has messages left.
    ///
    /// - Parameter collect: receives the events of the shadow; `collect()` by default.
    package func exchange(with worker: FakeWorker, collect: (() -> Void)? = nil) throws {
        var isQuiet = false
        while !isQuiet {
            isQuiet = !worker.work()
            for message in try worker.replies() {
                if let reason = graph.receive(message, from: worker.memory) { replacementReasons.append(reason) }
                isQuiet = false
            }
            graph.poll()
            if let collect { collect() } else { self.collect() }
        }
    }

    /// Receives the events of the shadow.
    package func collect() {
        control.collect { graphEvent in
            switch graphEvent {
            case .applied(let packet):
                applied.append(packet)
                // The samples are freed with the packet.
                for index in 0..<packet.count {
                    guard case .getSamples(_, _, let range) = packet[index].operation,
                        case .done(let count) = packet[index].outcome
                    else { continue }
                    samples[packet.client] = packet.words(range, count: count).map(\.float)
                }
            case .node(let event): events.append(event)
            case .muted(let node): mutes.append(node)
            case .message(let message): messages.append(message)
            case .shadow(.trace(let trace)): traces.append(trace)
            case .shadow(.quarantined(let definition, _)): quarantined.append(definition)
            }
        }
    }

    package func apply(_ change: ParameterChange) { turn(change.turns) }

    package func turn(_ turns: [ControlTurn]) {
        _ = parameters.turn(turns)
        graph.wake()
    }

    package func schedule(_ change: ParameterChange, atFrame frame: Int64) -> Bool {
        synths.send(change.turns, atFrame: frame)
    }

    package func injectFault(_ mode: FaultUnit.Mode) throws { try synths.injectFault(mode) }

    /// Sends operations as one packet.
    package func send(_ operations: GraphOperation..., atFrame frame: Int64? = nil) -> Bool {
        var packet = CommandPacketBuilder()
        for operation in operations { packet.add(operation, of: 0) }
        return control.send(packet, client: 0, atFrame: frame)
    }
}

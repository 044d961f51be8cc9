import Synchronization
import TestSupport
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime
import TonewheelUGens
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The parts of a front that read a worker's memory, without a worker process: the player with the output protection,
/// the control side, and the status.
final class Front: @unchecked Sendable {  // only the pool is used from another thread
    let pool: WorkerPool

    private let control: GraphControl
    private let graph: IsolatedGraph
    private let synths: EngineSynths
    private let parameters = ParameterManager()
    private let memory: WorkerMemory
    private static let capacity = 64

    private(set) var periods = 0
    private(set) var completePeriods = 0
    private(set) var invalidPeriods = 0
    private(set) var invalidReports = 0
    private(set) var messages = 0
    private(set) var brokenRings = 0

    init() throws {
        var graphShape = GraphShape()
        graphShape.inputBusCount = 2
        graphShape.packetCapacity = Self.capacity
        var shape = WorkerShape(
            format: StreamFormat(sampleRate: 48_000, channelCount: 2, inputChannelCount: 2, periodFrames: 64),
            blockFrames: 64, leadPeriods: 2,
            commandCapacity: 2 * Self.capacity, commandStride: MemoryLayout<GraphStamp>.stride,
            realtimePriority: 1, locksMemory: false, parent: getpid())
        shape.engine = graphShape.words
        shape.engineByteCount = SharedGraphMemory.busBytes(graphShape)
        pool = try WorkerPool(program: "none", arguments: [], shape: shape, spares: 0) { _ in }
        control = GraphControl(graphShape, units: UnitRegistry.standard, role: .shadow)
        graph = IsolatedGraph(control)
        synths = try EngineSynths(control, allowsFaults: false)
        let tone = ToneParameters(frequency: 440, amplitude: 0.5, gate: true)
        graph.begin(pool, parameters, tone, periodFrames: 64)
        try synths.begin(with: tone)
        memory = pool.feed.memories[0]
        replaceWorker()
    }

    /// Maps the memory like a worker.
    func makeMapping() throws -> Mapping { try Mapping(memory) }

    var counts: WorkerCounts { pool.counts }

    /// Returns whether all samples are finite.
    static func isFinite(_ samples: some Collection<Float>) -> Bool { samples.allSatisfy(\.isFinite) }

    /// Returns whether blocks with non-finite samples are refused, and the same blocks with finite samples are not: so
    /// only the test of the samples refuses them.
    func nonFiniteSamplesAloneMakeABlockCorrupt() -> Bool {
        guard let mapping = try? makeMapping() else { return false }
        var mutator = HostileMutator(mapping, random: RepeatableRandom(seed: 2))
        var copy = [Float](repeating: 0, count: memory.slots.paddedSampleCount)
        defer { memory.reset() }
        for block in 0..<1000 as Range<Int64> {
            mutator.writeBlock(block, isFinite: false)
            guard memory.slots.take(block, into: &copy) == .corrupt, !Self.isFinite(copy) else { return false }
            let finiteSamples = mapping.worker.slots.open(block)
            for index in 0..<128 { finiteSamples[index] = copy[index].isFinite ? copy[index] : 0 }
            mapping.worker.slots.publish(block)
            guard memory.slots.take(block, into: &copy) == .complete, Self.isFinite(copy) else { return false }
        }
        return true
    }

    /// Plays while the writer writes: one period for every few states.
    func play(against writer: HostileWriter) {
        var player = SlotPlayer(pool.feed, channelCount: 2, blockFrames: 64, leadPeriods: 2)
        var protection = OutputProtection(sampleRate: 48_000, channelCount: 2)
        var random = RepeatableRandom(seed: 3)
        pool.feed.activate(0)
        var receiver = (try? memory.replies()).map { MessageReceiver($0) }
        var output = [Float](repeating: 0, count: 2 * 64)
        let input = [Float](repeating: 0.5, count: 2 * 64)
        let states = 10_000_000
        while writer.count < states {
            while writer.count < min(states, HostileWriter.statesPerPeriod * periods) { sched_yield() }
            let frameCount = Int.random(in: 1...64, using: &random)
            // Activates the worker again now and then, upon which the front reads the whole ring.
            if periods % 64 == 0 { pool.feed.activate(0) }
            player.record(input, frameCount: frameCount)
            let missing = output.withUnsafeMutableBufferPointer { player.play($0.baseAddress!, frameCount: frameCount) }
            var isValid = Self.isFinite(output.prefix(2 * frameCount))
            output.withUnsafeMutableBufferPointer { protection.process($0.baseAddress!, frameCount: frameCount) }
            if !output.prefix(2 * frameCount).allSatisfy({ abs($0) <= 1 }) { isValid = false }
            if !isValid { invalidPeriods += 1 }
            if missing == 0 { completePeriods += 1 }
            periods += 1
            writer.recordPeriod()

            var violation: String?
            while violation == nil, let message = receiver?.receive() {
                messages += 1
                violation = graph.receive(message, from: memory)
            }
            if violation != nil || receiver?.isBroken != false {
                brokenRings += 1
                replaceWorker()
                receiver = (try? memory.replies()).map { MessageReceiver($0) }
            }
            if periods % 8 == 0 { control(random.next()) }
        }
    }

    /// Simulates the end of a worker, whose memory a new worker receives.
    private func replaceWorker() {
        graph.workerLost(memory)
        memory.reset()
        _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: 2 * Self.capacity)
        graph.workerBecameReady(memory)
        graph.load(memory)
        pool.order(memory, graph.begin(memory, firstBlock: pool.position))
    }

    /// Does the work of the control threads.
    private func control(_ number: UInt64) {
        _ = parameters.turn(ParameterChange(frequency: Float(number % 1000)).turns)
        graph.wake()
        _ = synths.send(
            ParameterChange(gate: number & 1 == 0).turns, atFrame: pool.position * 64 + Int64(number % 1000))
        graph.poll()
        control.collect { _ in }
        var report = graph.report
        report.read(from: memory.health)
        let isFinite = report.load.isFinite && report.loadPeak.isFinite && report.tone.frequency.isFinite
        let status = WorkerStatus(pool.counts, leadPeriods: 2, quarantineReason: graph.refusals.last)
        if !isFinite || report.nonFiniteSamples < 0 || status.lateBlocks < 0 { invalidReports += 1 }
    }
}

/// A worker's memory, mapped at addresses of its own.
final class Mapping: @unchecked Sendable {  // used by one thread
    let worker: WorkerMemory
    private let memory: SharedMemory

    init(_ front: WorkerMemory) throws {
        worker = try WorkerMemory(descriptor: dup(front.descriptor))
        memory = try SharedMemory(descriptor: dup(front.descriptor))
    }

    /// The whole memory.
    var bytes: UnsafeMutableRawBufferPointer { memory.bytes }
}

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

/// All of a front that reads what a worker has written, without the worker's process: the player and what protects the device
/// behind it, the control side, and the status.
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
    private(set) var unsoundPeriods = 0
    private(set) var unsoundReports = 0
    private(set) var messages = 0
    private(set) var broken = 0

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
        pool = try WorkerPool(program: "none", arguments: [], shape: shape, spares: 0) { _ in }
        control = GraphControl(graphShape, units: UnitRegistry.standard, role: .shadow)
        graph = IsolatedGraph(control)
        synths = try EngineSynths(control, canFail: false)
        let tone = ToneParameters(frequency: 440, amplitude: 0.5, gate: true)
        graph.begin(pool, parameters, tone, periodFrames: 64)
        try synths.begin(with: tone)
        memory = pool.feed.memories[0]
        replaceWorker()
    }

    /// The memory as a worker has it.
    func mappedAnew() throws -> Mapping { try Mapping(memory) }

    var counts: WorkerCounts { pool.counts }

    /// Whether all samples are numbers.
    static func isSound(_ samples: some Collection<Float>) -> Bool { samples.allSatisfy(\.isFinite) }

    /// Whether a block of the hostile writer's is refused, and the same block with numbers in it is not: so nothing but what
    /// looks at the numbers keeps it from being played.
    func onlyItsNumbersKeepABlockFromBeingPlayed() -> Bool {
        guard let mapping = try? mappedAnew() else { return false }
        var hand = HostileHand(mapping, random: RepeatableRandom(seed: 2))
        var copy = [Float](repeating: 0, count: memory.slots.paddedSampleCount)
        defer { memory.reset() }
        for block in 0..<1000 as Range<Int64> {
            hand.writeBlock(block, isSound: false)
            guard memory.slots.take(block, into: &copy) == .corrupt, !Self.isSound(copy) else { return false }
            let repaired = mapping.worker.slots.open(block)
            for index in 0..<128 { repaired[index] = copy[index].isFinite ? copy[index] : 0 }
            mapping.worker.slots.publish(block)
            guard memory.slots.take(block, into: &copy) == .complete, Self.isSound(copy) else { return false }
        }
        return true
    }

    /// Plays as long as the writer writes, a period for so many states.
    func play(against writer: HostileWriter) {
        var player = SlotPlayer(pool.feed, channelCount: 2, blockFrames: 64, leadPeriods: 2)
        var protection = OutputProtection(sampleRate: 48_000, channelCount: 2)
        var random = RepeatableRandom(seed: 3)
        pool.feed.hear(0)
        var receiver = (try? memory.replies()).map { MessageReceiver($0) }
        var output = [Float](repeating: 0, count: 2 * 64)
        let input = [Float](repeating: 0.5, count: 2 * 64)
        let states = 10_000_000
        while writer.count < states {
            while writer.count < min(states, HostileWriter.statesPerPeriod * periods) { sched_yield() }
            let frameCount = Int.random(in: 1...64, using: &random)
            // As when another worker is heard, which is when the front looks at the whole ring.
            if periods % 64 == 0 { pool.feed.hear(0) }
            player.record(input, frameCount: frameCount)
            let missing = output.withUnsafeMutableBufferPointer { player.play($0.baseAddress!, frameCount: frameCount) }
            var isSound = Self.isSound(output.prefix(2 * frameCount))
            output.withUnsafeMutableBufferPointer { protection.process($0.baseAddress!, frameCount: frameCount) }
            if !output.prefix(2 * frameCount).allSatisfy({ abs($0) <= 1 }) { isSound = false }
            if !isSound { unsoundPeriods += 1 }
            if missing == 0 { completePeriods += 1 }
            periods += 1
            writer.notePeriod()

            var complaint: String?
            while complaint == nil, let message = receiver?.receive() {
                messages += 1
                complaint = graph.receive(message, from: memory)
            }
            if complaint != nil || receiver?.isBroken != false {
                broken += 1
                replaceWorker()
                receiver = (try? memory.replies()).map { MessageReceiver($0) }
            }
            if periods % 8 == 0 { control(random.next()) }
        }
    }

    /// As when a worker has ended, and another one gets its memory.
    private func replaceWorker() {
        graph.lost(memory)
        memory.reset()
        _ = RingBuffer<GraphStamp>(initializing: memory.commandBytes, capacity: 2 * Self.capacity)
        graph.welcome(memory)
        graph.load(memory)
        graph.begin(memory, firstBlock: pool.position)
    }

    /// What the control threads do meanwhile.
    private func control(_ number: UInt64) {
        _ = parameters.turn(ParameterChange(frequency: Float(number % 1000)).turns)
        graph.wake()
        _ = synths.send(
            ParameterChange(gate: number & 1 == 0).turns, atFrame: pool.position * 64 + Int64(number % 1000))
        graph.turn()
        control.collect { _ in }
        var report = graph.report
        report.read(from: memory.health)
        let isSound = report.load.isFinite && report.loadPeak.isFinite && report.tone.frequency.isFinite
        let status = WorkerStatus(pool.counts, leadPeriods: 2, latestRefusal: graph.refusals.last)
        if !isSound || report.nonFiniteSamples < 0 || status.lateBlocks < 0 { unsoundReports += 1 }
    }
}

/// A worker's memory at addresses of its own.
final class Mapping: @unchecked Sendable {  // used by one thread
    let worker: WorkerMemory
    private let memory: SharedMemory

    init(_ front: WorkerMemory) throws {
        worker = try WorkerMemory(descriptor: dup(front.descriptor))
        memory = try SharedMemory(descriptor: dup(front.descriptor))
    }

    /// All of it, byte by byte.
    var bytes: UnsafeMutableRawBufferPointer { memory.bytes }
}

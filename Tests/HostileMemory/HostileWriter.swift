import Synchronization
import TestSupport
import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A thread that, like a malfunctioning worker, writes randomly to the memory that it shares with the front.
final class HostileWriter: Sendable {
    private let written = Atomic(0)
    private let nonFinite = Atomic(0)
    private let thread = Mutex<RealtimeThread?>(nil)

    /// The number of states written.
    var count: Int { written.load(ordering: .acquiring) }

    /// The number of blocks with a valid number and checksum, but non-finite samples.
    var nonFiniteBlocks: Int { nonFinite.load(ordering: .relaxed) }

    /// The number of states per played period, and the maximum lead. Without them, one thread could finish before the
    /// other has begun, if there are fewer processors than threads.
    static let statesPerPeriod = 32
    private static let lead = 1024

    private let played = Atomic(0)

    /// Records that a period has been played.
    func recordPeriod() { played.wrappingAdd(1, ordering: .releasing) }

    /// Starts the thread.
    init(_ front: Front, states: Int) throws {
        let memory = try front.makeMapping()
        let feed = front.pool.feed
        let started = try RealtimeThread(name: "hostile") { [self] in
            var mutator = HostileMutator(memory, random: RepeatableRandom(seed: 1))
            for state in 1...states {
                while state > Self.statesPerPeriod * played.load(ordering: .acquiring) + Self.lead { sched_yield() }
                let position = feed.state.pointee.position.load(ordering: .relaxed)
                if mutator.write(near: position) { nonFinite.wrappingAdd(1, ordering: .relaxed) }
                written.store(state, ordering: .releasing)
            }
        }
        thread.withLock { $0 = started }
    }

    /// Waits for the end of the thread.
    func join() {
        thread.withLock { $0 }?.join()
    }
}

/// A source of random modifications of the memory.
struct HostileMutator: ~Copyable {
    private let mapping: Mapping
    private let replies: Range<Int>
    private let engine: Range<Int>
    private var random: RepeatableRandom

    init(_ mapping: Mapping, random: RepeatableRandom) {
        self.mapping = mapping
        let layout = WorkerLayout(mapping.worker.shape)!  // the memory has it already
        (replies, engine) = (layout.replies, layout.engine)
        self.random = random
    }

    private var bytes: UnsafeMutableRawBufferPointer { mapping.bytes }
    private var worker: WorkerMemory { mapping.worker }

    /// Modifies the memory; returns whether it wrote a complete block with non-finite samples.
    mutating func write(near position: Int64) -> Bool {
        let block = position &+ Int64.random(in: -1...2, using: &random)
        switch Int.random(in: 0..<16, using: &random) {
        case 0..<6:
            writeBlock(block, isFinite: true)
        case 6..<8:
            writeBlock(block, isFinite: false)
            return true
        case 8:  // a word of a block: its number, its checksum, a sample
            let slot = UnsafeMutableRawPointer(worker.slots.open(block)) - 64
            worker.slots.publish(block)
            let offset = [0, 8, 64 + 8 * Int.random(in: 0..<64, using: &random)].randomElement(using: &random)!
            slot.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
        case 9:  // a number that does not match the samples
            let slot = UnsafeMutableRawPointer(worker.slots.open(block)) - 64
            slot.storeBytes(of: block &+ 1, as: Int64.self)
        case 10, 11:
            store(in: WorkerLayout.health..<WorkerLayout.rings)
        case 12:  // magic, version and capacity, or a position
            let offset = [0, 8, 16, 128, 128, 128, 256].randomElement(using: &random)!
            let word = Int.random(in: 0..<8, using: &random) == 0 ? random.next() : random.next() & 0xFFFFF
            let ring = Bool.random(using: &random) ? replies : engine
            bytes.storeBytes(of: word, toByteOffset: ring.lowerBound + offset, as: UInt64.self)
        case 13:  // headers of messages, including short messages
            for _ in 0..<16 {
                let offset = 384 + 8 * Int.random(in: 0..<4096, using: &random)
                bytes.storeBytes(
                    of: random.next() & 0x0000_00FF_0000_00FF, toByteOffset: replies.lowerBound + offset,
                    as: UInt64.self)
            }
        case 14:
            store(in: replies)
        default:
            store(in: WorkerLayout.orders..<bytes.count)
        }
        return false
    }

    private mutating func store(in range: Range<Int>) {
        let offset = range.lowerBound + 8 * Int.random(in: 0..<range.count / 8, using: &random)
        bytes.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
    }

    /// Writes a block with a valid number and checksum. The samples of a finite block may have the greatest finite
    /// magnitude.
    mutating func writeBlock(_ block: Int64, isFinite: Bool) {
        let samples = worker.slots.open(block)
        let count = worker.shape.blockFrames * worker.shape.channelCount
        let isLoud = Int.random(in: 0..<4, using: &random) == 0
        let bits = random.next()
        for sample in 0..<count {
            let sign: Float = bits >> UInt64(sample & 63) & 1 == 0 ? 1 : -1
            samples[sample] = sign * (isLoud ? .greatestFiniteMagnitude : 0.5)
        }
        if !isFinite {
            let bad: [Float] = [.nan, .signalingNaN, .infinity, -.infinity]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                samples[Int.random(in: 0..<count, using: &random)] = bad.randomElement(using: &random)!
            }
        }
        worker.slots.publish(block)
    }
}

import Synchronization
import TestSupport
import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A worker that has lost its mind: a thread that writes at random to the memory that it shares with the front.
final class HostileWriter: Sendable {
    private let written = Atomic(0)
    private let unsound = Atomic(0)
    private let thread = Mutex<RealtimeThread?>(nil)

    /// How much has been written.
    var count: Int { written.load(ordering: .acquiring) }

    /// Blocks with the right number and checksum, and samples that are no numbers.
    var unsoundBlocks: Int { unsound.load(ordering: .relaxed) }

    /// States for a period that is played, and how far it may get ahead of that: where there are fewer processors than threads,
    /// one of the two would have done before the other has begun.
    static let statesPerPeriod = 32
    private static let lead = 1024

    private let played = Atomic(0)

    /// Takes note that a period has been played.
    func notePeriod() { played.wrappingAdd(1, ordering: .releasing) }

    /// Starts the thread.
    init(_ front: Front, states: Int) throws {
        let memory = try front.mappedAnew()
        let feed = front.pool.feed
        let started = try RealtimeThread(name: "hostile") { [self] in
            var hand = HostileHand(memory, random: RepeatableRandom(seed: 1))
            for state in 1...states {
                while state > Self.statesPerPeriod * played.load(ordering: .acquiring) + Self.lead { sched_yield() }
                let position = feed.state.pointee.position.load(ordering: .relaxed)
                if hand.write(near: position) { unsound.wrappingAdd(1, ordering: .relaxed) }
                written.store(state, ordering: .releasing)
            }
        }
        thread.withLock { $0 = started }
    }

    /// Waits for its end.
    func join() {
        thread.withLock { $0 }?.join()
    }
}

/// What it does each time.
struct HostileHand: ~Copyable {
    private let mapping: Mapping
    private let replies: Range<Int>
    private let inputs: Range<Int>
    private var random: RepeatableRandom

    init(_ mapping: Mapping, random: RepeatableRandom) {
        self.mapping = mapping
        let layout = WorkerLayout(mapping.worker.shape)!  // the memory has it already
        (replies, inputs) = (layout.replies, layout.inputs)
        self.random = random
    }

    private var bytes: UnsafeMutableRawBufferPointer { mapping.bytes }
    private var worker: WorkerMemory { mapping.worker }

    /// Writes something; whether it was a whole block of what is no number.
    mutating func write(near position: Int64) -> Bool {
        let block = position &+ Int64.random(in: -1...2, using: &random)
        switch Int.random(in: 0..<16, using: &random) {
        case 0..<6:
            writeBlock(block, isSound: true)
        case 6..<8:
            writeBlock(block, isSound: false)
            return true
        case 8:  // a word of a block: its number, its checksum, a sample
            let slot = UnsafeMutableRawPointer(worker.slots.open(block)) - 64
            worker.slots.publish(block)
            let offset = [0, 8, 64 + 8 * Int.random(in: 0..<64, using: &random)].randomElement(using: &random)!
            slot.storeBytes(of: random.next(), toByteOffset: offset, as: UInt64.self)
        case 9:  // a number for samples that are not its own
            let slot = UnsafeMutableRawPointer(worker.slots.open(block)) - 64
            slot.storeBytes(of: block &+ 1, as: Int64.self)
        case 10, 11:
            store(in: WorkerLayout.health..<WorkerLayout.rings)
        case 12:  // magic, version and capacity, or a position
            let offset = [0, 8, 16, 128, 128, 128, 256].randomElement(using: &random)!
            let word = Int.random(in: 0..<8, using: &random) == 0 ? random.next() : random.next() & 0xFFFFF
            let ring = Bool.random(using: &random) ? replies : inputs
            bytes.storeBytes(of: word, toByteOffset: ring.lowerBound + offset, as: UInt64.self)
        case 13:  // heads of messages, short ones too
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

    /// A block with its right number and checksum. One that is sound may still be as loud as a number can be.
    mutating func writeBlock(_ block: Int64, isSound: Bool) {
        let samples = worker.slots.open(block)
        let count = worker.shape.blockFrames * worker.shape.channelCount
        let isLoud = Int.random(in: 0..<4, using: &random) == 0
        let bits = random.next()
        for sample in 0..<count {
            let sign: Float = bits >> UInt64(sample & 63) & 1 == 0 ? 1 : -1
            samples[sample] = sign * (isLoud ? .greatestFiniteMagnitude : 0.5)
        }
        if !isSound {
            let bad: [Float] = [.nan, .signalingNaN, .infinity, -.infinity]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                samples[Int.random(in: 0..<count, using: &random)] = bad.randomElement(using: &random)!
            }
        }
        worker.slots.publish(block)
    }
}

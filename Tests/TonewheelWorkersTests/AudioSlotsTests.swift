import Synchronization
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

@Suite struct AudioSlotsTests {
    /// Channels and frames, some of which need padding in a slot.
    static let shapes = [(1, 1), (3, 7), (2, 64), (128, 64), (1, 8192)]

    /// Returns a memory with a published block, and the samples of the block.
    private func published(_ block: Int64, _ shape: WorkerShape) throws -> (SharedWorker, [Float]) {
        let shared = try SharedWorker(shape)
        var random = RepeatableRandom(seed: UInt64(block))
        let samples = (0..<shape.blockFrames * shape.channelCount).map { _ in Float.random(in: -1...1, using: &random) }
        shared.render(block) { frame, channel in
            samples[(frame - Int(block) * shape.blockFrames) * shape.channelCount + channel]
        }
        return (shared, samples)
    }

    /// Takes a block, and returns the finding and the copied samples.
    private func take(_ block: Int64, _ shared: SharedWorker) -> (AudioSlots.Finding, [Float]) {
        let slots = shared.front.slots
        var copy = [Float](repeating: 0, count: slots.paddedSampleCount)
        let finding = slots.take(block, into: &copy)
        return (finding, Array(copy.prefix(shared.front.shape.blockFrames * shared.front.shape.channelCount)))
    }

    @Test(arguments: shapes) func takenBlockEqualsWrittenBlock(channelCount: Int, blockFrames: Int) throws {
        let shape = WorkerShape.test(channelCount: channelCount, blockFrames: blockFrames)
        for block in [0, 1, 12_345, 1 << 40] as [Int64] {
            let (shared, samples) = try published(block, shape)
            for _ in 0..<2 {
                let (finding, copy) = take(block, shared)
                #expect(finding == .complete)
                #expect(copy == samples)
            }
        }
    }

    @Test(arguments: shapes) func unwrittenBlocksAreMissing(channelCount: Int, blockFrames: Int) throws {
        let shape = WorkerShape.test(channelCount: channelCount, blockFrames: blockFrames)
        let fresh = try SharedWorker(shape)
        for block in [0, 1, 77, .max, .min] as [Int64] { #expect(take(block, fresh).0 == .missing) }

        let block: Int64 = 12_345
        let (shared, _) = try published(block, shape)
        for other in [block - 1, block + 1, block + Int64(shape.slotCount), block - Int64(shape.slotCount)] {
            #expect(take(other, shared).0 == .missing)
        }
        _ = shared.worker.slots.open(block)
        #expect(take(block, shared).0 == .missing, "the worker is rewriting it")
        shared.worker.slots.publish(block)
        #expect(take(block, shared).0 == .complete)
    }

    @Test(arguments: shapes) func flippedBitIsDetectedInEveryWord(channelCount: Int, blockFrames: Int) throws {
        let block: Int64 = 12_345
        let (shared, samples) = try published(
            block, .test(channelCount: channelCount, blockFrames: blockFrames))
        let slot = shared.slot(block)
        var random = RepeatableRandom(seed: 5)
        func flip(_ bit: UInt64, at offset: Int) -> AudioSlots.Finding {
            let word = slot.load(fromByteOffset: offset, as: UInt64.self)
            slot.storeBytes(of: word ^ 1 << bit, toByteOffset: offset, as: UInt64.self)
            defer { slot.storeBytes(of: word, toByteOffset: offset, as: UInt64.self) }
            return take(block, shared).0
        }
        for bit in 0..<64 as Range<UInt64> {
            #expect(flip(bit, at: 0) == .missing, "the number of another block")
            #expect(flip(bit, at: 8) == .corrupt, "another checksum")
        }
        let words = shared.front.slots.paddedSampleCount / 2
        let undetected = (0..<words).filter { word in
            (0..<(words < 100 ? 64 : 4)).contains { bit in
                let bit = words < 100 ? UInt64(bit) : .random(in: 0..<64, using: &random)
                return flip(bit, at: 64 + 8 * word) != .corrupt
            }
        }
        #expect(undetected.isEmpty)
        let (finding, copy) = take(block, shared)
        #expect(finding == .complete && copy == samples)
    }

    @Test(arguments: shapes) func forgedBlockNumberIsDetected(channelCount: Int, blockFrames: Int) throws {
        let block: Int64 = 12_345
        let shape = WorkerShape.test(channelCount: channelCount, blockFrames: blockFrames)
        let (shared, _) = try published(block, shape)
        let other = block + Int64(shape.slotCount)
        shared.slot(block).storeBytes(of: other + 1, as: Int64.self)
        #expect(take(other, shared).0 == .corrupt)

        let fresh = try SharedWorker(shape)
        fresh.slot(block).storeBytes(of: block + 1, as: Int64.self)
        #expect(take(block, fresh).0 == .corrupt, "silence that was never written")
    }

    @Test(arguments: shapes) func tornBlockIsDetected(channelCount: Int, blockFrames: Int) throws {
        let block: Int64 = 12_345
        let shape = WorkerShape.test(channelCount: channelCount, blockFrames: blockFrames)
        let (shared, samples) = try published(block, shape)
        let slot = shared.slot(block)
        for end in Set([1, samples.count / 2, samples.count]) where end > 0 {
            for sample in 0..<end {
                slot.storeBytes(of: samples[sample] + 1, toByteOffset: 64 + 4 * sample, as: Float.self)
            }
            #expect(take(block, shared).0 == .corrupt, "the first \(end) samples belong to another block")
            for sample in 0..<end {
                slot.storeBytes(of: samples[sample], toByteOffset: 64 + 4 * sample, as: Float.self)
            }
        }
        // The same words in a different order.
        if samples.count > 3 {
            for (sample, value) in [(0, samples[2]), (1, samples[3]), (2, samples[0]), (3, samples[1])] {
                slot.storeBytes(of: value, toByteOffset: 64 + 4 * sample, as: Float.self)
            }
            #expect(take(block, shared).0 == .corrupt)
        }
    }

    @Test(arguments: shapes) func nonFiniteBlocksAreCorrupt(channelCount: Int, blockFrames: Int) throws {
        let block: Int64 = 3
        let shared = try SharedWorker(.test(channelCount: channelCount, blockFrames: blockFrames))
        let count = channelCount * blockFrames
        for bad in [Float.nan, .signalingNaN, .infinity, -.infinity] {
            for place in Set([0, count / 2, count - 1]) {
                shared.render(block) { _, _ in 0.5 }
                #expect(take(block, shared).0 == .complete)
                let samples = shared.worker.slots.open(block)
                samples[place] = bad
                shared.worker.slots.publish(block)
                #expect(take(block, shared).0 == .corrupt, "\(bad) at \(place)")
            }
        }
        shared.render(block) { _, _ in .greatestFiniteMagnitude }
        #expect(take(block, shared).0 == .complete, "loud, but finite")
    }

    @Test(arguments: shapes) func slotsAreReusedInTurn(channelCount: Int, blockFrames: Int) throws {
        let shape = WorkerShape.test(channelCount: channelCount, blockFrames: blockFrames)
        let shared = try SharedWorker(shape)
        let count = Int64(min(3 * shape.slotCount, 4 * shape.slotCount / 3 + 2000))
        for block in 0..<count {
            shared.render(block) { frame, channel in Float((frame + channel) % 1000) }
            guard block % 97 == 0 || block == count - 1 else { continue }
            #expect(take(block, shared).0 == .complete)
            let earlier = block - Int64(shape.slotCount)
            if earlier >= 0 { #expect(take(earlier, shared).0 == .missing, "overwritten") }
            if earlier >= -1 { #expect(take(earlier + 1, shared).0 == .complete, "the oldest block") }
        }
    }

    /// Also run under ThreadSanitizer by `scripts/test`.
    @Test func blocksPassBetweenTwoThreads() throws {
        let memory = try WorkerMemory(.test(channelCount: 3, blockFrames: 7))
        memory.reset()
        let count: Int64 = 2_000
        memory.orders.limit.pointee.store(4, ordering: .sequentiallyConsistent)
        let writing = try RealtimeThread(name: "worker") {
            let (slots, orders) = (memory.slots, memory.orders)
            for block in 0..<count {
                while block >= orders.limit.pointee.load(ordering: .acquiring) {
                    memory.renderWakeUp.sleep(timeout: 1_000_000)
                }
                let samples = slots.open(block)
                for sample in 0..<21 { samples[sample] = Float(block) + Float(sample) / 32 }
                slots.publish(block)
            }
        }
        let (slots, orders) = (memory.slots, memory.orders)
        var copy = [Float](repeating: 0, count: slots.paddedSampleCount)
        var (isRight, corrupt) = (true, 0)
        for block in 0..<count {
            var finding = slots.take(block, into: &copy)
            while !finding.isComplete {
                if finding.isCorrupt { corrupt += 1 }
                yieldProcessor()
                finding = slots.take(block, into: &copy)
            }
            for sample in 0..<21 where copy[sample] != Float(block) + Float(sample) / 32 { isRight = false }
            orders.limit.pointee.store(block + 5, ordering: .sequentiallyConsistent)
            memory.renderWakeUp.signal()
        }
        writing.join()
        #expect(isRight)
        #expect(corrupt == 0)
    }
}

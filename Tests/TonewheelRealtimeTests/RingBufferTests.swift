import Synchronization
import TestSupport
import Testing
import TonewheelRealtime

@Suite struct RingBufferTests {
    @Test func ringOfCapacityZeroIsAlwaysFullAndEmpty() {
        let ring = RingBuffer<Int>(capacity: 0)
        var producer = ring.producer()
        var consumer = ring.consumer()
        let refused = !producer.push(1)
        let nothing = consumer.pop() == nil
        #expect(refused)
        #expect(nothing)
        #expect(ring.count == 0)
    }

    @Test(arguments: [1, 2, 3, 64, 1000])
    func holdsUpToItsCapacity(capacity: Int) {
        let ring = RingBuffer<Int>(capacity: capacity)
        var producer = ring.producer()
        var consumer = ring.consumer()
        // Enough rounds for both positions to wrap around several times.
        for round in 0..<10 {
            for index in 0..<capacity {
                let taken = producer.push(round * capacity + index)
                #expect(taken)
            }
            let refused = !producer.push(-1)
            #expect(refused)
            #expect(ring.count == capacity)
            for index in 0..<capacity {
                let element = consumer.pop()
                #expect(element == round * capacity + index)
            }
            let last = consumer.pop()
            #expect(last == nil)
        }
    }

    @Test(arguments: [1, 3, 7, 64])
    func regionsWrapAroundTheEndOfTheMemory(capacity: Int) {
        let ring = RingBuffer<Int>(capacity: capacity)
        var producer = ring.producer()
        var consumer = ring.consumer()
        var random = RepeatableRandom(seed: 7)
        var (written, read) = (0, 0)
        for _ in 0..<10_000 {
            let source = (0..<Int.random(in: 0...capacity + 2, using: &random)).map { written + $0 }
            written += producer.write(source, count: source.count)
            let wanted = Int.random(in: 0...capacity + 2, using: &random)
            var target = [Int](repeating: -1, count: wanted)
            let count = consumer.read(into: &target, count: wanted)
            #expect(Array(target[..<count]) == Array(read..<read + count))
            read += count
            #expect(written - read == ring.count)
        }
        #expect(read > 1000 * capacity)
    }

    /// Also run under ThreadSanitizer by `scripts/test`. Each time that the ring is full or empty may cost a time
    /// slice, so a small ring carries fewer items.
    @Test(arguments: [(1, 1_000), (3, 3_000), (1024, 1_000_000), (65_536, 10_000_000)])
    func passesItemsInOrderBetweenTwoThreads(capacity: Int, items: Int) throws {
        let count = repetitions(items)
        let ring = RingBuffer<UInt64>(capacity: capacity)
        let writing = try RealtimeThread(name: "producer") {
            var producer = ring.producer()
            for item in 0..<UInt64(count) {
                while !producer.push(item) { yieldProcessor() }
            }
        }
        var consumer = ring.consumer()
        var expected: UInt64 = 0
        while expected < count {
            if let item = consumer.pop() {
                if item != expected { break }
                expected += 1
            } else {
                yieldProcessor()
            }
        }
        #expect(expected == count)
        if expected == count { writing.join() }
    }

    @Test func worksAcrossTwoMappingsOfTheSameMemory() throws {
        let memory = try TwiceMappedMemory(byteCount: RingLayout.byteCount(capacity: 5, elementStride: 4)!)
        let here = RingBuffer<Int32>(initializing: memory.first, capacity: 5)
        let there = try RingBuffer<Int32>(attachingTo: memory.second)
        #expect(there.capacity == 5)
        var producer = here.producer()
        var consumer = there.consumer()
        for item: Int32 in 0..<100 {
            let isWritten = producer.push(item)
            #expect(isWritten)
            let isRead = consumer.pop() == item
            #expect(isRead)
        }
    }

    @Test func refusesMemoryWithoutAMatchingRing() throws {
        let byteCount = RingLayout.byteCount(capacity: 5, elementStride: 4)!
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: RingLayout.alignment)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        #expect(throws: RingError.notARing) { try RingBuffer<Int32>(attachingTo: memory) }
        _ = RingBuffer<Int32>(initializing: memory, capacity: 5)
        #expect(throws: RingError.otherElement) { try RingBuffer<Int64>(attachingTo: memory) }
        #expect(throws: RingError.tooSmall) {
            try RingBuffer<Int32>(attachingTo: UnsafeMutableRawBufferPointer(rebasing: memory[..<(byteCount - 1)]))
        }
        #expect(throws: RingError.tooSmall) {
            try RingBuffer<Int32>(attachingTo: UnsafeMutableRawBufferPointer(rebasing: memory[..<16]))
        }
        memory.storeBytes(of: UInt64.max, toByteOffset: 16, as: UInt64.self)
        #expect(throws: RingError.tooSmall) { try RingBuffer<Int32>(attachingTo: memory) }
        memory.storeBytes(of: 99, toByteOffset: 8, as: UInt32.self)
        #expect(throws: RingError.otherVersion) { try RingBuffer<Int32>(attachingTo: memory) }
    }

    @Test func corruptPositionNeverLeadsOutsideTheMemory() {
        let capacity = 5
        let byteCount = RingLayout.byteCount(capacity: capacity, elementStride: 4)!
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount + 64, alignment: RingLayout.alignment)
        defer { memory.deallocate() }
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        let ring = RingBuffer<Int32>(initializing: memory, capacity: capacity)
        var producer = ring.producer()
        var consumer = ring.consumer()
        var random = RepeatableRandom(seed: 3)
        for _ in 0..<100_000 {
            for line in [128, 256] where Bool.random(using: &random) {
                let position = Bool.random(using: &random) ? Int.random(in: -2...12, using: &random) : random.nextInt()
                memory.storeBytes(of: position, toByteOffset: line, as: Int.self)
            }
            _ = producer.push(1)
            _ = producer.write([1, 1, 1, 1, 1, 1, 1], count: 7)
            var target = [Int32](repeating: 0, count: 9)
            let count = consumer.read(into: &target, count: 9)
            #expect((0...capacity).contains(count))
            _ = consumer.pop()
            #expect((0...capacity).contains(ring.count))
        }
        let outside = memory[byteCount...].allSatisfy { $0 == 0 }
        #expect(outside)
    }

    @Test func eachEndCanBeTakenOnce() async {
        await #expect(processExitsWith: .failure) {
            let ring = RingBuffer<Int>(capacity: 1)
            _ = ring.producer()
            _ = ring.producer()
        }
        await #expect(processExitsWith: .failure) {
            let ring = RingBuffer<Int>(capacity: 1)
            _ = ring.consumer()
            _ = ring.consumer()
        }
    }

    @Test func sizeThatOverflowsIsNil() {
        #expect(RingLayout.byteCount(capacity: Int.max / 2, elementStride: 8) == nil)
        #expect(RingLayout.byteCount(capacity: -1, elementStride: 8) == nil)
        #expect(RingLayout.byteCount(capacity: Int.max - 10, elementStride: 1) == nil)
    }
}

extension RepeatableRandom {
    mutating func nextInt() -> Int { Int(truncatingIfNeeded: next()) }
}

import Synchronization
import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

@Suite struct WorkerMemoryTests {
    /// Returns the error of attaching to memory with a changed header; nil if it succeeds.
    private func refusal(_ change: (UnsafeMutableRawBufferPointer) -> Void) throws -> String? {
        let shared = try SharedWorker()
        change(shared.bytes)
        do throws(WorkerError) {
            _ = try WorkerMemory(descriptor: dup(shared.front.descriptor))
            return nil
        } catch {
            return error.description
        }
    }

    @Test func bothSidesSeeTheSameMemory() throws {
        let shared = try SharedWorker(.test(channelCount: 3, blockFrames: 7, commandStride: 4))
        #expect(shared.worker.shape == shared.front.shape)
        shared.front.orders.firstBlock.pointee.store(77, ordering: .relaxed)
        #expect(shared.worker.orders.firstBlock.pointee.load(ordering: .relaxed) == 77)
        shared.worker.health.completed.pointee.store(78, ordering: .relaxed)
        #expect(shared.front.health.completed.pointee.load(ordering: .relaxed) == 78)
        shared.worker.mark.set(node: 1, unit: 2, block: 3)
        #expect(shared.front.mark.node == 1 && shared.front.mark.unit == 2 && shared.front.mark.block == 3)
        for index in 0..<WorkerHealth.reportWords {
            shared.worker.health.report(index).pointee.store(Int64(index), ordering: .relaxed)
        }
        #expect(
            (0..<WorkerHealth.reportWords).allSatisfy {
                shared.front.health.report($0).pointee.load(ordering: .relaxed) == Int64($0)
            })
        #expect(shared.front.mark.block == 3, "the report does not overlap the mark")

        _ = RingBuffer<Int32>(initializing: shared.front.commandBytes, capacity: 8)
        var commands = try RingBuffer<Int32>(attachingTo: shared.front.commandBytes).producer()
        var taken = try RingBuffer<Int32>(attachingTo: shared.worker.commandBytes).consumer()
        let isPushed = commands.push(99)
        #expect(isPushed)
        let command = taken.pop()
        #expect(command == 99)
    }

    @Test func messagesAreExchangedInBothDirections() throws {
        let shared = try SharedWorker()
        var frontSender = MessageSender(try shared.front.messages())
        var workerReceiver = MessageReceiver(try shared.worker.messages())
        var workerSender = MessageSender(try shared.worker.replies())
        var frontReceiver = MessageReceiver(try shared.front.replies())
        for number: UInt64 in 0..<3 {
            let request = WorkerMessage(kind: 1, id: number, bytes: [1, 2, 3])
            let isRequestSent = frontSender.send(request)
            let receivedRequest = workerReceiver.receive()
            #expect(isRequestSent && receivedRequest == request)
            let reply = WorkerMessage(kind: 2, id: number)
            let isReplySent = workerSender.send(reply)
            let receivedReply = frontReceiver.receive()
            #expect(isReplySent && receivedReply == reply)
        }
    }

    @Test func wakeUpCrossesMappings() throws {
        let shared = try SharedWorker()
        for (wakeUp, sleeper) in [
            (shared.front.renderWakeUp, shared.worker.renderWakeUp),
            (shared.front.controlWakeUp, shared.worker.controlWakeUp),
        ] {
            wakeUp.signal()
            let start = MonotonicClock.now()
            sleeper.sleep(timeout: 60_000_000_000)
            #expect(MonotonicClock.now() - start < 30_000_000_000)
        }
        shared.front.renderWakeUp.signal()
        let start = MonotonicClock.now()
        shared.worker.controlWakeUp.sleep(timeout: 20_000_000)
        #expect(MonotonicClock.now() - start >= 15_000_000, "the signal was for the other thread")
    }

    @Test func resetClearsAllButTheHeader() throws {
        let shared = try SharedWorker()
        shared.render(5) { _, _ in 1 }
        shared.front.orders.limit.pointee.store(9, ordering: .relaxed)
        shared.worker.health.begun.pointee.store(9, ordering: .relaxed)
        var sender = MessageSender(try shared.front.messages())
        let isSent = sender.send(WorkerMessage(kind: 1, id: 1))
        #expect(isSent)
        shared.front.reset()
        var copy = [Float](repeating: 0, count: shared.front.slots.paddedSampleCount)
        #expect(shared.front.slots.take(5, into: &copy) == .missing)
        #expect(shared.worker.orders.limit.pointee.load(ordering: .relaxed) == 0)
        #expect(shared.front.health.begun.pointee.load(ordering: .relaxed) == 0)
        #expect(try shared.worker.messages().count == 0)
        #expect(try WorkerMemory(descriptor: dup(shared.front.descriptor)).shape == shared.front.shape)
    }

    @Test func invalidHeaderIsRefused() throws {
        #expect(try refusal { _ in } == nil)
        #expect(try refusal { $0.storeBytes(of: 7, as: UInt8.self) }?.contains("not a worker's memory") == true)
        #expect(
            try refusal { $0.storeBytes(of: 1, toByteOffset: 8, as: UInt32.self) }?.contains("another version") == true)
        // The byte count, and the fields that determine it: rate, channels, frames, slots, capacity, stride.
        for offset in [16, 32, 40, 48, 56, 64] {
            for number in [0, -1, 500, .max, .min] {
                let reason = try refusal { $0.storeBytes(of: number, toByteOffset: offset, as: Int.self) }
                #expect(
                    reason?.contains("differs from that in its header") == true,
                    "\(number) at \(offset): \(reason ?? "")")
            }
        }
    }

    @Test func bothSidesShareTheEnginesMemory() throws {
        #expect(try SharedWorker().worker.engineBytes.isEmpty)
        var shape = WorkerShape.test()
        shape.engineByteCount = 12
        let shared = try SharedWorker(shape)
        #expect(shared.front.engineBytes.count == 12)
        shared.worker.engineBytes.storeBytes(of: 7, toByteOffset: 8, as: Int32.self)
        #expect(shared.front.engineBytes.load(fromByteOffset: 8, as: Int32.self) == 7)
        // The contents are discarded with the worker.
        shared.front.reset()
        #expect(shared.worker.engineBytes.load(fromByteOffset: 8, as: Int32.self) == 0)
    }

    @Test func memoryOfWrongSizeIsRefused() throws {
        let small = try SharedMemory(name: "test", byteCount: 256)
        #expect(throws: WorkerError.memory("it is too small for a worker's memory")) {
            try WorkerMemory(descriptor: dup(small.descriptor))
        }
        let shared = try SharedWorker()
        let large = try SharedMemory(name: "test", byteCount: shared.bytes.count + 4096)
        large.bytes.copyMemory(from: UnsafeRawBufferPointer(shared.bytes))
        #expect(throws: WorkerError.memory("its size differs from that in its header")) {
            try WorkerMemory(descriptor: dup(large.descriptor))
        }
    }

    @Test func otherDescriptorsAreRefusedAndLeftOpen() throws {
        #expect(throws: WorkerError.self) { try WorkerMemory(descriptor: -1) }
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        for end in ends {
            #expect(throws: WorkerError.self) { try WorkerMemory(descriptor: end) }
            #expect(fcntl(end, F_GETFD) >= 0, "the descriptor is still open")
        }
    }

    @Test func invalidShapeHasNoMemory() {
        var shape = WorkerShape.test()
        shape.channelCount = 0
        #expect(throws: WorkerError.self) { try WorkerMemory(shape) }
    }
}

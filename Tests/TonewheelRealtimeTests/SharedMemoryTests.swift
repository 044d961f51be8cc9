import Synchronization
import Testing
import TonewheelRealtime

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

@Suite struct SharedMemoryTests {
    @Test func mappingsShareMemory() throws {
        let here = try SharedMemory(name: "test", byteCount: 10_000)
        let there = try SharedMemory(descriptor: dup(here.descriptor))
        #expect(there.bytes.count == 10_000)
        #expect(here.bytes.baseAddress != there.bytes.baseAddress)
        #expect(there.bytes.allSatisfy { $0 == 0 })
        here.bytes[9_999] = 7
        #expect(there.bytes[9_999] == 7)
        there.bytes[0] = 8
        #expect(here.bytes[0] == 8)
    }

    @Test func memoryOutlivesItsCreator() throws {
        var first: SharedMemory? = try SharedMemory(name: "test", byteCount: 100)
        first?.bytes[50] = 9
        let second = try SharedMemory(descriptor: dup(try #require(first).descriptor))
        first = nil
        #expect(second.bytes[50] == 9)
    }

    @Test func resizingIsRefused() throws {
        let memory = try SharedMemory(name: "test", byteCount: 8192)
        for length in [0, 4096, 8191, 8193, 1 << 20] {
            #expect(ftruncate(memory.descriptor, off_t(length)) == -1)
            #expect(errno == EPERM)
        }
        var information = stat()
        #expect(fstat(memory.descriptor, &information) == 0)
        #expect(information.st_size == 8192)
    }

    @Test func unsealedMemoryIsRefusedAndLeftOpen() throws {
        let name = "/tonewheel-test-\(getpid())-unsealed"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        #expect(descriptor >= 0)
        shm_unlink(name)
        defer { close(descriptor) }
        #expect(ftruncate(descriptor, 4096) == 0)
        #expect(throws: SharedMemoryError.notSealed) { try SharedMemory(descriptor: descriptor) }
        #expect(fcntl(descriptor, F_GETFD) >= 0, "the descriptor is still open")
    }

    @Test func otherDescriptorsAreRefusedAndLeftOpen() {
        #expect(throws: SharedMemoryError.system(errno: EBADF)) { try SharedMemory(descriptor: -1) }
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        for end in ends {
            #expect(throws: SharedMemoryError.self) { try SharedMemory(descriptor: end) }
            #expect(fcntl(end, F_GETFD) >= 0, "the descriptor is still open")
        }
    }

    @Test func invalidSizesAreRefused() {
        for byteCount in [0, -1, Int.max] {
            #expect(throws: SharedMemoryError.self) { try SharedMemory(name: "test", byteCount: byteCount) }
        }
    }
}

@Suite struct EventSignalTests {
    private func isReadable(_ event: EventSignal, timeout: Int32 = 0) -> Bool {
        var descriptor = pollfd(fd: event.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, timeout) == 1
    }

    @Test func signalsAreKeptUntilCleared() throws {
        let event = try EventSignal()
        defer { event.close() }
        #expect(!isReadable(event))
        event.clear()
        #expect(!isReadable(event), "clearing without signals does not block")
        for _ in 0..<1000 { event() }
        #expect(isReadable(event))
        #expect(isReadable(event))
        event.clear()
        #expect(!isReadable(event))
        event()
        #expect(isReadable(event))
    }

    @Test func duplicateDescriptorSignals() throws {
        let event = try EventSignal()
        defer { event.close() }
        let other = EventSignal(descriptor: dup(event.descriptor))
        let thread = try RealtimeThread(name: "signals") {
            other()
            other.close()
        }
        #expect(isReadable(event, timeout: 60_000))
        thread.join()
        event.clear()
        #expect(!isReadable(event))
    }
}

@Suite struct SharedWakeUpTests {
    /// Two threads that each map the memory at an address of their own, like two processes.
    @Test func wakesAcrossMappings() throws {
        let rounds = 20_000
        let here = try SharedMemory(name: "test", byteCount: 4096)
        let there = try SharedMemory(descriptor: dup(here.descriptor))
        let count = Atomic(0)
        let other = try RealtimeThread(name: "pong") {
            let ping = WakeUp(at: there.bytes.baseAddress!)
            let pong = WakeUp(at: there.bytes.baseAddress! + 64)
            for round in 1...rounds {
                while count.load(ordering: .acquiring) < 2 * round - 1 { ping.sleep(timeout: 60_000_000_000) }
                count.wrappingAdd(1, ordering: .acquiringAndReleasing)
                pong.signal()
            }
        }
        let ping = WakeUp(at: here.bytes.baseAddress!)
        let pong = WakeUp(at: here.bytes.baseAddress! + 64)
        for round in 1...rounds {
            count.wrappingAdd(1, ordering: .acquiringAndReleasing)
            ping.signal()
            while count.load(ordering: .acquiring) < 2 * round { pong.sleep(timeout: 60_000_000_000) }
        }
        other.join()
        #expect(count.load(ordering: .relaxed) == 2 * rounds)
    }

    @Test func signalIsKeptForALaterSleepOfTheOtherSide() throws {
        let here = try SharedMemory(name: "test", byteCount: 4096)
        let there = try SharedMemory(descriptor: dup(here.descriptor))
        WakeUp(at: here.bytes.baseAddress!).signal()
        let start = MonotonicClock.now()
        WakeUp(at: there.bytes.baseAddress!).sleep(timeout: 60_000_000_000)
        #expect(MonotonicClock.now() - start < 30_000_000_000)
    }

    @Test func corruptWordNeitherHangsNorTraps() throws {
        let memory = try SharedMemory(name: "test", byteCount: 4096)
        let wakeUp = WakeUp(at: memory.bytes.baseAddress!)
        for word in [3, 7, 0x8000_0000, UInt32.max] {
            memory.bytes.storeBytes(of: word, as: UInt32.self)
            wakeUp.signal()
            #expect(memory.bytes.load(as: UInt32.self) == 1)
            memory.bytes.storeBytes(of: word, as: UInt32.self)
            wakeUp.sleep(timeout: 60_000_000_000)
            #expect(memory.bytes.load(as: UInt32.self) == 0)
        }
    }
}

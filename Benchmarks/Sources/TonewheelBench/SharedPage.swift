internal import CTonewheel
internal import Foundation
internal import Synchronization

/// Memory shared by two processes: a word to sleep on, a time stamp, and memory for a ring.
final class SharedPage: @unchecked Sendable {  // all shared state is atomic or part of a ring
    /// The path of the file that the other process maps.
    let path: String

    private let base: UnsafeMutableRawPointer
    private let isOwner: Bool

    private static let byteCount = 65_536
    private static let ringOffset = 4096

    /// Creates the memory, filled with zeros.
    init() throws(BenchError) {
        // In /dev/shm if it exists: the system would write pages on a disk back from time to time.
        let folder = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        path = "\(folder)/tonewheel-bench-\(UUID().uuidString)"
        base = try Self.map(path, O_RDWR | O_CREAT | O_EXCL)
        isOwner = true
        base.bindMemory(to: UInt8.self, capacity: Self.byteCount).initialize(repeating: 0, count: Self.byteCount)
    }

    /// Maps the memory that another process has created.
    init(at path: String) throws(BenchError) {
        self.path = path
        base = try Self.map(path, O_RDWR)
        isOwner = false
    }

    deinit {
        munmap(base, Self.byteCount)
        if isOwner { unlink(path) }
    }

    private static func map(_ path: String, _ flags: Int32) throws(BenchError) -> UnsafeMutableRawPointer {
        let file = open(path, flags, 0o600)
        guard file >= 0 else { throw BenchError("Cannot open \(path): \(String(cString: strerror(errno))).") }
        defer { close(file) }
        guard ftruncate(file, off_t(byteCount)) == 0,
            let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), base != MAP_FAILED
        else { throw BenchError("Cannot map \(path): \(String(cString: strerror(errno))).") }
        return base
    }

    /// The time of the latest signal, on the monotonic clock, in nanoseconds.
    var stamp: Int64 {
        get { atomicStamp.pointee.load(ordering: .relaxed) }
        set { atomicStamp.pointee.store(newValue, ordering: .relaxed) }
    }

    private var atomicStamp: UnsafeMutablePointer<Atomic<Int64>> {
        (base + 128).assumingMemoryBound(to: Atomic<Int64>.self)
    }

    /// The memory for a ring.
    var ringMemory: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base + Self.ringOffset, count: Self.byteCount - Self.ringOffset)
    }

    // MARK: - The word

    private var word: UnsafeMutablePointer<Atomic<UInt32>> { base.assumingMemoryBound(to: Atomic<UInt32>.self) }
    private var plainWord: UnsafeMutablePointer<UInt32> { base.assumingMemoryBound(to: UInt32.self) }

    /// Whether the latest signal has been acknowledged.
    var isIdle: Bool { word.pointee.load(ordering: .acquiring) == 0 }

    /// Wakes the sleeper with a bare system call.
    func signal() {
        word.pointee.store(1, ordering: .releasing)
        tonewheel_wake(plainWord)
    }

    /// Waits for a signal. Returns false after 2 seconds. `acknowledge()` resets the signal.
    func sleep() -> Bool {
        for _ in 0..<2 {
            if !isIdle { return true }
            tonewheel_wait(plainWord, 0, 1_000_000_000)
        }
        return !isIdle
    }

    /// Resets the signal, so that the next one can be sent.
    func acknowledge() {
        word.pointee.store(0, ordering: .releasing)
    }
}

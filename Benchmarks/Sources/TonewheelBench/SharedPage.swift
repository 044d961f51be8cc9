internal import CTonewheel
internal import Foundation
internal import Synchronization

/// Memory that two processes share: a word to sleep on, a time stamp, and room for a ring.
final class SharedPage: @unchecked Sendable {  // all that is shared is atomic, or a ring's
    /// Where the other process finds it.
    let path: String

    private let base: UnsafeMutableRawPointer
    private let isOwner: Bool

    private static let byteCount = 65_536
    private static let ringOffset = 4096

    /// Makes one, all zeros.
    init() throws(BenchError) {
        // In memory where the system has a folder for that: a disk would have the pages written out now and then.
        let folder = FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
        path = "\(folder)/tonewheel-bench-\(UUID().uuidString)"
        base = try Self.map(path, O_RDWR | O_CREAT | O_EXCL)
        isOwner = true
        base.bindMemory(to: UInt8.self, capacity: Self.byteCount).initialize(repeating: 0, count: Self.byteCount)
    }

    /// Finds the one that another process has made.
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
        guard file >= 0 else { throw BenchError("cannot open \(path): \(String(cString: strerror(errno)))") }
        defer { close(file) }
        guard ftruncate(file, off_t(byteCount)) == 0,
            let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), base != MAP_FAILED
        else { throw BenchError("cannot map \(path): \(String(cString: strerror(errno)))") }
        return base
    }

    /// When the latest signal was given.
    var stamp: Int64 {
        get { atomicStamp.pointee.load(ordering: .relaxed) }
        set { atomicStamp.pointee.store(newValue, ordering: .relaxed) }
    }

    private var atomicStamp: UnsafeMutablePointer<Atomic<Int64>> {
        (base + 128).assumingMemoryBound(to: Atomic<Int64>.self)
    }

    /// Where a ring may lie.
    var ringMemory: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: base + Self.ringOffset, count: Self.byteCount - Self.ringOffset)
    }

    // MARK: - The word

    private var word: UnsafeMutablePointer<Atomic<UInt32>> { base.assumingMemoryBound(to: Atomic<UInt32>.self) }
    private var plainWord: UnsafeMutablePointer<UInt32> { base.assumingMemoryBound(to: UInt32.self) }

    /// Whether the latest signal has been taken.
    var isIdle: Bool { word.pointee.load(ordering: .acquiring) == 0 }

    /// Wakes whoever sleeps on the word, with nothing of ours in between.
    func signal() {
        word.pointee.store(1, ordering: .releasing)
        tonewheel_wake(plainWord)
    }

    /// Sleeps until a signal is given; false if none is, for 2 seconds. `taken` ends it.
    func sleep() -> Bool {
        for _ in 0..<2 {
            if !isIdle { return true }
            tonewheel_wait(plainWord, 0, 1_000_000_000)
        }
        return !isIdle
    }

    /// Lets the next signal come.
    func taken() {
        word.pointee.store(0, ordering: .releasing)
    }
}

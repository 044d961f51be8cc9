internal import CTonewheel
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Memory that a front allocates in ranges, which its workers map one by one. `[control]`, any thread
///
/// The arena is one sealed memory of a fixed size, in which pages exist only where a range is in use. It is never
/// mapped as a whole, because locked memory would then need all of its pages.
///
/// A range is reference-counted by its holders. `allocate` counts one holder, and the front counts another for each
/// worker that it informs of the range (`ArenaLedger`). When the last holder releases the range, its pages return to
/// the system and the range is free.
package final class SharedArena: Sendable {
    /// The descriptor that another process inherits.
    package let descriptor: Int32

    /// The size of the arena, in bytes.
    package let byteCount: Int

    /// Whether this process allocates the ranges; otherwise it maps them.
    package let isFront: Bool

    private let pageBytes = Int(getpagesize())
    private let state: Mutex<State>

    private struct State: Sendable {
        var free: FreeRanges
        var used: [Int64: Piece] = [:]

        /// Offsets of ranges that a worker has unmapped and not yet reported to the front.
        var unmapped: [Int64] = []
    }

    /// A range in use.
    private struct Piece: @unchecked Sendable {  // its holders guard the contents
        let pointer: UnsafeMutableRawPointer
        let byteCount: Int
        var holderCount = 1
    }

    /// Makes an arena, for a front.
    ///
    /// - Parameters:
    ///   - name: the name in `/proc/…/maps`.
    ///   - byteCount: rounded up to whole pages.
    package init(name: String, byteCount: Int) throws(SharedMemoryError) {
        guard byteCount > 0, byteCount <= Int.max - pageBytes else { throw .system(errno: EINVAL) }
        let rounded = (byteCount + pageBytes - 1) / pageBytes * pageBytes
        let descriptor = tonewheel_memory_create(name, Int64(rounded))
        guard descriptor >= 0 else { throw .system(errno: -descriptor) }
        self.descriptor = descriptor
        self.byteCount = rounded
        isFront = true
        state = Mutex(State(free: FreeRanges(rounded)))
    }

    /// Takes ownership of the descriptor of an arena that a front has made, for a worker.
    ///
    /// - Throws: `SharedMemoryError` if the descriptor is not such memory, or the memory could be resized. The
    ///   descriptor is then left open.
    package init(descriptor: Int32) throws(SharedMemoryError) {
        byteCount = try SharedMemory.byteCount(descriptor)
        self.descriptor = descriptor
        isFront = false
        state = Mutex(State(free: FreeRanges(0)))
    }

    deinit {
        let pieces = state.withLock { Array($0.used.values) }
        for piece in pieces { munmap(piece.pointer, piece.byteCount) }
        close(descriptor)
    }

    // MARK: - The front's side

    /// Allocates a range of whole pages, all zeros, and maps it.
    ///
    /// - Returns: nil if the arena or the machine has too little free memory.
    package func allocate(byteCount: Int) -> SharedRange? {
        guard let rounded = wholePages(byteCount), let start = state.withLock({ $0.free.allocate(rounded) }) else {
            return nil
        }
        let offset = Int64(start)
        // Pages are reserved first: a later access to a missing page raises SIGBUS.
        guard tonewheel_memory_reserve(descriptor, offset, Int64(rounded)) == 0,
            let pointer = map(offset: offset, byteCount: rounded)
        else {
            freePages(offset, rounded)
            return nil
        }
        let piece = Piece(pointer: pointer, byteCount: rounded)
        state.withLock { $0.used[offset] = piece }
        return SharedRange(offset: offset, pointer: pointer, byteCount: rounded)
    }

    /// Adds a holder to the range at an offset; returns false if there is no such range.
    @discardableResult
    package func retain(_ offset: Int64) -> Bool {
        state.withLock { state in
            guard state.used[offset] != nil else { return false }
            state.used[offset]?.holderCount += 1
            return true
        }
    }

    /// Removes a holder from the range at an offset, and unmaps the range if that was the last one; returns false if
    /// there is no such range.
    ///
    /// Releases that a worker reports must go through an `ArenaLedger`.
    @discardableResult
    package func release(_ offset: Int64) -> Bool {
        let (isThere, last): (Bool, Piece?) = state.withLock { state in
            guard let piece = state.used[offset] else { return (false, nil) }
            if piece.holderCount > 1 {
                state.used[offset]?.holderCount -= 1
                return (true, nil)
            }
            state.used[offset] = nil
            return (true, piece)
        }
        if let last {
            munmap(last.pointer, last.byteCount)
            freePages(offset, last.byteCount)
        }
        return isThere
    }

    private func freePages(_ offset: Int64, _ byteCount: Int) {
        tonewheel_memory_discard(descriptor, offset, Int64(byteCount))
        state.withLock { $0.free.release(Int(offset)..<Int(offset) + byteCount) }
    }

    /// Returns the number of holders of the range at an offset; 0 if there is no such range. `[any]`
    package func holderCount(_ offset: Int64) -> Int { state.withLock { $0.used[offset]?.holderCount ?? 0 } }

    /// The number of ranges in use, and their size in bytes. `[any]`
    package var usage: (rangeCount: Int, byteCount: Int) {
        state.withLock { state in (state.used.count, state.used.values.reduce(0) { $0 + $1.byteCount }) }
    }

    // MARK: - The worker's side

    /// Maps a range that the front has announced; returns nil if it is not in the arena, or cannot be mapped.
    package func map(offset: Int64, byteCount: Int) -> UnsafeMutableRawPointer? {
        guard let rounded = wholePages(byteCount), offset >= 0, offset <= Int64(self.byteCount - rounded),
            offset % Int64(pageBytes) == 0
        else { return nil }
        #if canImport(Darwin)
        let flags = MAP_SHARED
        #else
        let flags = MAP_SHARED | MAP_POPULATE
        #endif
        let pointer = mmap(nil, rounded, PROT_READ | PROT_WRITE, flags, descriptor, off_t(offset))
        return pointer == MAP_FAILED ? nil : pointer
    }

    /// Unmaps a range that `map` has mapped.
    package func unmap(_ pointer: UnsafeMutableRawPointer, byteCount: Int) {
        if let rounded = wholePages(byteCount) { munmap(pointer, rounded) }
    }

    /// Removes and returns the offsets of ranges whose use has ended since the last call, once for each use. The worker
    /// reports them to the front.
    package func takeUnmapped() -> [Int64] {
        state.withLock { state in
            defer { state.unmapped = [] }
            return state.unmapped
        }
    }

    // MARK: - Both sides

    /// Ends the use of a range: of the front's `allocate`, or of a worker's `map`.
    package func end(_ range: SharedRange) {
        if isFront {
            release(range.offset)
        } else {
            unmap(range.pointer, byteCount: range.byteCount)
            state.withLock { $0.unmapped.append(range.offset) }
        }
    }

    /// Rounds a size up to whole pages; returns nil for 0, negative sizes, and sizes beyond the arena.
    private func wholePages(_ byteCount: Int) -> Int? {
        guard byteCount > 0, byteCount <= self.byteCount else { return nil }
        let rounded = (byteCount + pageBytes - 1) / pageBytes * pageBytes
        return rounded <= self.byteCount ? rounded : nil
    }
}

/// A range of a `SharedArena`, as mapped in this process.
package struct SharedRange: BitwiseCopyable, @unchecked Sendable {  // its holders guard the contents
    /// The offset from the start of the arena, in bytes.
    package let offset: Int64
    package let pointer: UnsafeMutableRawPointer

    /// The requested size, or more.
    package let byteCount: Int

    package init(offset: Int64, pointer: UnsafeMutableRawPointer, byteCount: Int) {
        self.offset = offset
        self.pointer = pointer
        self.byteCount = byteCount
    }
}

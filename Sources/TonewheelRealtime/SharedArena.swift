internal import CTonewheel
internal import Synchronization

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Memory that a front hands out in ranges, which its workers map one by one. `[control]`, any thread
///
/// All of it is one sealed memory of a fixed size, in which pages exist only where a range is in use. It is never mapped as a whole:
/// locked memory would then need all of its pages.
///
/// A range belongs to whoever holds it. `allocate` counts one holder; the front counts another one for each worker that it tells of the
/// range (`ArenaLedger`). When the last one has gone, the pages go back to the system, and the range is free for others.
package final class SharedArena: Sendable {
    /// What another process gets it by.
    package let descriptor: Int32

    /// All that it may ever hold.
    package let byteCount: Int

    /// Whether this process hands the ranges out; otherwise it maps them.
    package let isFront: Bool

    private let pageBytes = Int(getpagesize())
    private let state: Mutex<State>

    private struct State: Sendable {
        var free: FreeRanges
        var used: [Int64: Piece] = [:]

        /// Ranges that a worker has unmapped, and the front has not heard of yet.
        var unmapped: [Int64] = []
    }

    /// A range in use.
    private struct Piece: @unchecked Sendable {  // what lies there is its holders' affair
        let pointer: UnsafeMutableRawPointer
        let byteCount: Int
        var holderCount = 1
    }

    /// Makes an arena, for a front.
    ///
    /// - Parameters:
    ///   - name: shown in `/proc/…/maps`.
    ///   - byteCount: is rounded up to whole pages.
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

    /// Takes over the descriptor of an arena that a front has made, for a worker.
    ///
    /// - Throws: `SharedMemoryError` if it is no such memory, or could be resized; the descriptor is left alone then.
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

    /// Takes a range of whole pages, all zeros, and maps it.
    ///
    /// - Returns: nil if neither the arena nor the machine has room for it.
    package func allocate(byteCount: Int) -> SharedRange? {
        guard let rounded = wholePages(byteCount), let start = state.withLock({ $0.free.take(rounded) }) else {
            return nil
        }
        let offset = Int64(start)
        // The pages first: if some are missing, whoever touches them later is ended by a SIGBUS.
        guard tonewheel_memory_reserve(descriptor, offset, Int64(rounded)) == 0,
            let pointer = map(offset: offset, byteCount: rounded)
        else {
            giveBack(offset, rounded)
            return nil
        }
        let piece = Piece(pointer: pointer, byteCount: rounded)
        state.withLock { $0.used[offset] = piece }
        return SharedRange(offset: offset, pointer: pointer, byteCount: rounded)
    }

    /// Counts one more holder of the range at an offset; false if there is no such range.
    @discardableResult
    package func retain(_ offset: Int64) -> Bool {
        state.withLock { state in
            guard state.used[offset] != nil else { return false }
            state.used[offset]?.holderCount += 1
            return true
        }
    }

    /// Counts one holder less of the range at an offset, and unmaps the range if that was the last one; false if there is no such range.
    ///
    /// What a worker says of itself goes through an `ArenaLedger`.
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
            giveBack(offset, last.byteCount)
        }
        return isThere
    }

    private func giveBack(_ offset: Int64, _ byteCount: Int) {
        tonewheel_memory_discard(descriptor, offset, Int64(byteCount))
        state.withLock { $0.free.giveBack(Int(offset)..<Int(offset) + byteCount) }
    }

    /// Holders of the range at an offset; 0 if there is no such range. `[any]`
    package func holderCount(_ offset: Int64) -> Int { state.withLock { $0.used[offset]?.holderCount ?? 0 } }

    /// Ranges in use, and the bytes that they have. `[any]`
    package var usage: (rangeCount: Int, byteCount: Int) {
        state.withLock { state in (state.used.count, state.used.values.reduce(0) { $0 + $1.byteCount }) }
    }

    // MARK: - The worker's side

    /// Maps a range that the front has told of; nil if it does not lie in the arena, or cannot be mapped.
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

    /// Unmaps what `map` has mapped.
    package func unmap(_ pointer: UnsafeMutableRawPointer, byteCount: Int) {
        if let rounded = wholePages(byteCount) { munmap(pointer, rounded) }
    }

    /// The offsets of ranges whose use has ended since the last call, once for each: the front is to hear of them.
    package func takeUnmapped() -> [Int64] {
        state.withLock { state in
            defer { state.unmapped = [] }
            return state.unmapped
        }
    }

    // MARK: - Both sides

    /// Ends the use of a range: a front's `allocate`, or a worker's `map`.
    package func end(_ range: SharedRange) {
        if isFront {
            release(range.offset)
        } else {
            unmap(range.pointer, byteCount: range.byteCount)
            state.withLock { $0.unmapped.append(range.offset) }
        }
    }

    /// So many bytes, rounded up to whole pages; nil if that is nothing, or more than there can be.
    private func wholePages(_ byteCount: Int) -> Int? {
        guard byteCount > 0, byteCount <= self.byteCount else { return nil }
        let rounded = (byteCount + pageBytes - 1) / pageBytes * pageBytes
        return rounded <= self.byteCount ? rounded : nil
    }
}

/// A part of a `SharedArena`, and where this process has it.
package struct SharedRange: BitwiseCopyable, @unchecked Sendable {  // what lies there is its holders' affair
    /// Where it begins, in bytes from the arena's beginning.
    package let offset: Int64
    package let pointer: UnsafeMutableRawPointer

    /// What was asked for, or more.
    package let byteCount: Int

    package init(offset: Int64, pointer: UnsafeMutableRawPointer, byteCount: Int) {
        self.offset = offset
        self.pointer = pointer
        self.byteCount = byteCount
    }
}

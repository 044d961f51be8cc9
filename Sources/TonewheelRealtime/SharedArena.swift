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
/// An arena may have two lanes: copies of all ranges, at the same offsets, for two workers that change them apart. The
/// front maps the lane of one of them at a time. It fills a range before any worker has it, and then announces the
/// range, which copies it to the other lane. A *common* range exists once, and all processes map that.
///
/// A range is reference-counted by its holders. `allocate` counts one holder, and the front counts another for each
/// worker that it informs of the range (`ArenaLedger`). When the last holder releases the range, its pages return to
/// the system and the range is free.
package final class SharedArena: Sendable {
    /// The descriptors of the lanes, which another process inherits.
    package let descriptors: [Int32]

    /// The size of the arena, in bytes.
    package let byteCount: Int

    /// Whether this process allocates the ranges; otherwise it maps them.
    package let isFront: Bool

    /// The queues of open sound files in the arena, in a front.
    package let queues = FileQueues()

    private let pageBytes = Int(getpagesize())
    private let state: Mutex<State>

    private struct State: Sendable {
        var free: FreeRanges
        var used: [Int64: Piece] = [:]

        /// The lane that this process maps.
        var lane = 0

        /// Offsets of ranges that a worker has unmapped and not yet reported to the front.
        var unmapped: [Int64] = []
    }

    /// A range in use.
    private struct Piece: @unchecked Sendable {  // its holders guard the contents
        let pointer: UnsafeMutableRawPointer
        let byteCount: Int
        var holderCount = 1

        /// The lane that is mapped.
        var lane: Int

        /// Whether all lanes have the contents.
        var isAnnounced = false

        /// Whether the range exists once for all lanes.
        let isCommon: Bool
    }

    /// Makes an arena, for a front.
    ///
    /// - Parameters:
    ///   - name: the name in `/proc/…/maps`.
    ///   - byteCount: of each lane, rounded up to whole pages.
    ///   - laneCount: 1 or 2.
    package init(name: String, byteCount: Int, laneCount: Int = 1) throws(SharedMemoryError) {
        guard byteCount > 0, byteCount <= Int.max - pageBytes else { throw .system(errno: EINVAL) }
        let rounded = (byteCount + pageBytes - 1) / pageBytes * pageBytes
        var descriptors: [Int32] = []
        for _ in 0..<laneCount {
            let descriptor = tonewheel_memory_create(name, Int64(rounded))
            guard descriptor >= 0 else {
                for descriptor in descriptors { close(descriptor) }
                throw .system(errno: -descriptor)
            }
            descriptors.append(descriptor)
        }
        self.descriptors = descriptors
        self.byteCount = rounded
        isFront = true
        state = Mutex(State(free: FreeRanges(rounded)))
    }

    /// Takes ownership of the descriptors of an arena that a front has made, for a worker.
    ///
    /// - Throws: `SharedMemoryError` if one is not such memory, or the memory could be resized. The descriptors are
    ///   then left open.
    package init(descriptors: [Int32]) throws(SharedMemoryError) {
        guard !descriptors.isEmpty else { throw .system(errno: EBADF) }
        var byteCount = Int.max
        for descriptor in descriptors { byteCount = min(byteCount, try SharedMemory.byteCount(descriptor)) }
        self.byteCount = byteCount
        self.descriptors = descriptors
        isFront = false
        state = Mutex(State(free: FreeRanges(0)))
    }

    deinit {
        let pieces = state.withLock { Array($0.used.values) }
        for piece in pieces { munmap(piece.pointer, piece.byteCount) }
        for descriptor in descriptors { close(descriptor) }
    }

    /// The number of lanes.
    package var laneCount: Int { descriptors.count }

    /// The lane that this process maps. `[any]`
    package var lane: Int { state.withLock { $0.lane } }

    // MARK: - The front's side

    /// Allocates a range of whole pages, all zeros, and maps it.
    ///
    /// - Parameter isCommon: Whether all lanes share the range.
    /// - Returns: nil if the arena or the machine has too little free memory.
    package func allocate(byteCount: Int, isCommon: Bool = false) -> SharedRange? {
        guard let rounded = wholePages(byteCount), let start = state.withLock({ $0.free.allocate(rounded) }) else {
            return nil
        }
        let offset = Int64(start)
        // Pages are reserved first: a later access to a missing page raises SIGBUS.
        let lanes = descriptors.prefix(isCommon ? 1 : laneCount)
        let isReserved = lanes.allSatisfy { tonewheel_memory_reserve($0, offset, Int64(rounded)) == 0 }
        let lane = isCommon ? 0 : lane
        guard isReserved, let pointer = map(offset: offset, byteCount: rounded, lane: lane) else {
            freePages(offset, rounded)
            return nil
        }
        let piece = Piece(pointer: pointer, byteCount: rounded, lane: lane, isCommon: isCommon)
        state.withLock { $0.used[offset] = piece }
        return SharedRange(offset: offset, pointer: pointer, byteCount: rounded)
    }

    /// Copies a range to all lanes, before workers receive it. Once for each range; a no-op with one lane.
    package func announce(_ offset: Int64) {
        guard laneCount > 1, let piece = state.withLock({ $0.used[offset] }), !piece.isAnnounced,
            !piece.isCommon
        else { return }
        // The lock is not held, since this may take long. The caller holds the range.
        for lane in descriptors.indices where lane != piece.lane {
            copy(piece, offset, from: 0, piece.byteCount, to: lane)
        }
        state.withLock { state in
            state.used[offset]?.isAnnounced = true
            if piece.lane != state.lane { remap(&state, offset, state.lane) }
        }
    }

    /// Maps another lane, at the same addresses: the front reads what the workers of that lane write.
    package func select(lane: Int) {
        state.withLock { state in
            guard lane != state.lane, descriptors.indices.contains(lane) else { return }
            state.lane = lane
            // A range that is being filled is copied when it is announced.
            for (offset, piece) in state.used where piece.isAnnounced { remap(&state, offset, lane) }
        }
    }

    private func remap(_ state: inout State, _ offset: Int64, _ lane: Int) {
        guard let piece = state.used[offset] else { return }
        let pointer = mmap(
            piece.pointer, piece.byteCount, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, descriptors[lane],
            off_t(offset))
        if pointer != MAP_FAILED { state.used[offset]?.lane = lane }
    }

    /// A place in the ranges, for `copyNext`.
    package struct CopyCursor: Sendable {
        fileprivate var offsets: [Int64]
        fileprivate var position = 0
    }

    /// The start of a copy of all announced ranges. Ranges that are announced later are copied then.
    package func beginCopy() -> CopyCursor {
        state.withLock { state in CopyCursor(offsets: state.used.filter { $0.value.isAnnounced }.map(\.key)) }
    }

    /// Copies up to `limit` bytes from the lane that this process maps to another one.
    ///
    /// - Returns: Whether anything is left.
    package func copyNext(_ cursor: inout CopyCursor, to lane: Int, limit: Int) -> Bool {
        state.withLock { state in
            var left = limit
            while left > 0, let offset = cursor.offsets.last {
                let piece = state.used[offset]
                let size = piece.map { min(left, max(0, $0.byteCount - cursor.position)) } ?? 0
                if let piece, size > 0 { copy(piece, offset, from: cursor.position, size, to: lane) }
                cursor.position += size
                left -= max(size, 1)
                if cursor.position >= piece?.byteCount ?? 0 {
                    cursor.offsets.removeLast()
                    cursor.position = 0
                }
            }
            return !cursor.offsets.isEmpty
        }
    }

    private func copy(_ piece: Piece, _ offset: Int64, from position: Int, _ byteCount: Int, to lane: Int) {
        var done = 0
        while done < byteCount {
            let place = position + done
            let count = pwrite(descriptors[lane], piece.pointer + place, byteCount - done, off_t(offset) + off_t(place))
            guard count > 0 else { return }
            done += count
        }
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
        for descriptor in descriptors { tonewheel_memory_discard(descriptor, offset, Int64(byteCount)) }
        state.withLock { $0.free.release(Int(offset)..<Int(offset) + byteCount) }
    }

    /// Returns the number of holders of the range at an offset; 0 if there is no such range. `[any]`
    package func holderCount(_ offset: Int64) -> Int { state.withLock { $0.used[offset]?.holderCount ?? 0 } }

    /// The number of ranges in use, and their size in bytes. `[any]`
    package var usage: (rangeCount: Int, byteCount: Int) {
        state.withLock { state in (state.used.count, state.used.values.reduce(0) { $0 + $1.byteCount }) }
    }

    // MARK: - The worker's side

    /// Chooses the lane of the ranges that are mapped from now on; returns false if there is no such lane.
    package func setLane(_ lane: Int) -> Bool {
        guard descriptors.indices.contains(lane) else { return false }
        state.withLock { $0.lane = lane }
        return true
    }

    /// Maps a range that the front has announced; returns nil if it is not in the arena, or cannot be mapped.
    ///
    /// - Parameter isCommon: Whether all lanes share the range.
    package func map(offset: Int64, byteCount: Int, isCommon: Bool = false) -> UnsafeMutableRawPointer? {
        map(offset: offset, byteCount: byteCount, lane: isCommon ? 0 : lane)
    }

    private func map(offset: Int64, byteCount: Int, lane: Int) -> UnsafeMutableRawPointer? {
        guard let rounded = wholePages(byteCount), offset >= 0, offset <= Int64(self.byteCount - rounded),
            offset % Int64(pageBytes) == 0
        else { return nil }
        #if canImport(Darwin)
        let flags = MAP_SHARED
        #else
        let flags = MAP_SHARED | MAP_POPULATE
        #endif
        let pointer = mmap(nil, rounded, PROT_READ | PROT_WRITE, flags, descriptors[lane], off_t(offset))
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

/// The worker that is heard, in one word: its seat, and a number that no other worker has had.
///
/// A seat alone would not do: between two periods several workers may end, and a new one be heard from the seat of an old one.
package struct ActiveWorker: BitwiseCopyable {
    /// The number of workers that have been heard before; wraps after 2³².
    package let number: UInt32
    package let seat: Int

    /// Nobody is heard.
    package static var none: ActiveWorker { @_noLocks @_noAllocation get { ActiveWorker(number: 0, seat: -1) } }

    @_noLocks @_noAllocation
    package init(number: UInt32, seat: Int) {
        self.number = number
        self.seat = seat
    }

    @_noLocks @_noAllocation
    init(word: UInt64) {
        number = UInt32(truncatingIfNeeded: word >> 32)
        seat = Int(Int32(truncatingIfNeeded: word))
    }

    var word: UInt64 {
        @_noLocks @_noAllocation get { UInt64(number) << 32 | UInt64(UInt32(truncatingIfNeeded: seat)) }
    }

    /// Whether it is the same worker as another.
    @_noLocks @_noAllocation
    func isSame(as other: ActiveWorker) -> Bool { word == other.word }
}

/// Periods missed in a row, and by which worker: one word, so that nobody takes another worker's misses for those of the one
/// that has just taken its place.
struct MissesInRow: BitwiseCopyable {
    let number: UInt32
    let count: Int

    @_noLocks @_noAllocation
    init(_ worker: ActiveWorker, count: Int) {
        number = worker.number
        self.count = count
    }

    @_noLocks @_noAllocation
    init(word: UInt64) {
        number = UInt32(truncatingIfNeeded: word >> 32)
        count = Int(word & 0xFFFF_FFFF)
    }

    var word: UInt64 {
        @_noLocks @_noAllocation get { UInt64(number) << 32 | UInt64(count) & 0xFFFF_FFFF }
    }
}

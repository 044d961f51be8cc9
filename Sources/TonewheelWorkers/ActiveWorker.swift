/// The active worker in one word: its seat, and a number that identifies the worker.
///
/// The seat alone is not enough: between two periods several workers may end, and a new worker may become active in the
/// seat of an old one.
package struct ActiveWorker: BitwiseCopyable {
    /// The number of activations so far; wraps around at 2³².
    package let number: UInt32
    package let seat: Int

    /// No worker is active.
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

    /// Returns whether both are the same worker, and not only in the same seat.
    @_noLocks @_noAllocation
    func isSame(as other: ActiveWorker) -> Bool { word == other.word }
}

/// The number of consecutive missed periods, and the worker that missed them. They share one word, so that the misses
/// of a worker are never attributed to its successor.
struct ConsecutiveMisses: BitwiseCopyable {
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

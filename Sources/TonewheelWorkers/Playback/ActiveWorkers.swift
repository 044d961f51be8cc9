/// The workers that the front plays from, in one word: the primary, the standby, and two numbers.
///
/// The seats alone are not enough: between two periods several workers may end, and a new worker may become active in
/// the seat of an old one.
package struct ActiveWorkers: BitwiseCopyable {
    /// The number of workers that began from initial state rather than from another's; wraps around at 2¹⁶. Blocks of
    /// one lineage continue each other.
    package let lineage: UInt16

    /// The number of workers that became primary so far; wraps around at 2¹⁶.
    package let number: UInt16

    /// The seats; −1 if there is none.
    package let primary: Int
    package let standby: Int

    /// No worker is active.
    package static var none: ActiveWorkers {
        @_noLocks @_noAllocation get { ActiveWorkers(lineage: 0, number: 0, primary: -1, standby: -1) }
    }

    @_noLocks @_noAllocation
    init(lineage: UInt16, number: UInt16, primary: Int, standby: Int) {
        self.lineage = lineage
        self.number = number
        self.primary = primary
        self.standby = standby
    }

    @_noLocks @_noAllocation
    init(word: UInt64) {
        lineage = UInt16(truncatingIfNeeded: word >> 48)
        number = UInt16(truncatingIfNeeded: word >> 32)
        primary = Int(Int16(truncatingIfNeeded: word >> 16))
        standby = Int(Int16(truncatingIfNeeded: word))
    }

    var word: UInt64 {
        @_noLocks @_noAllocation get {
            UInt64(lineage) << 48 | UInt64(number) << 32 | UInt64(UInt16(truncatingIfNeeded: primary)) << 16
                | UInt64(UInt16(truncatingIfNeeded: standby))
        }
    }

    /// Whether both have the same primary, and not only one in the same seat.
    @_noLocks @_noAllocation
    func hasSamePrimary(as other: ActiveWorkers) -> Bool {
        number == other.number && lineage == other.lineage && primary == other.primary
    }
}

/// The number of consecutive missed periods, and the primary that missed them. They share one word, so that the misses
/// of a worker are never attributed to its successor.
struct ConsecutiveMisses: BitwiseCopyable {
    private let lineage: UInt16
    private let number: UInt16
    let count: Int

    @_noLocks @_noAllocation
    init(_ workers: ActiveWorkers, count: Int) {
        lineage = workers.lineage
        number = workers.number
        self.count = count
    }

    @_noLocks @_noAllocation
    init(word: UInt64) {
        lineage = UInt16(truncatingIfNeeded: word >> 48)
        number = UInt16(truncatingIfNeeded: word >> 32)
        count = Int(word & 0xFFFF_FFFF)
    }

    var word: UInt64 {
        @_noLocks @_noAllocation get {
            UInt64(lineage) << 48 | UInt64(number) << 32 | UInt64(count) & 0xFFFF_FFFF
        }
    }

    func isOf(_ workers: ActiveWorkers) -> Bool { number == workers.number && lineage == workers.lineage }
}

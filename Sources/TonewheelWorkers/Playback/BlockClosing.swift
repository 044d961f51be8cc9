internal import Synchronization
internal import TonewheelRealtime

/// The closing of blocks in the front: the number of the first open block, and the number of stamps so far, in one
/// word. A stamp takes effect in the block that is the first open one when it is committed, in all workers.
///
///     bits 24 … 63  the first open block
///     bits  0 … 23  the number of committed stamps, modulo 2²⁴
package struct BlockClosing: ~Copyable {
    private let word = Atomic<UInt64>(0)

    private static var stampBits: UInt64 { @_noLocks @_noAllocation get { 24 } }
    private static var stampMask: UInt64 { @_noLocks @_noAllocation get { 1 << stampBits - 1 } }

    package init() {}

    /// The first block that no worker may begin yet. `[any]`
    package var limit: Int64 {
        @_noLocks @_noAllocation get { Int64(word.load(ordering: .sequentiallyConsistent) >> Self.stampBits) }
    }

    /// The number of committed stamps, modulo 2²⁴. `[any]`
    package var stamps: UInt32 {
        @_noLocks @_noAllocation get {
            UInt32(truncatingIfNeeded: word.load(ordering: .sequentiallyConsistent) & Self.stampMask)
        }
    }

    /// Commits stamps that are in the rings of all workers. One thread at a time. `[control]`
    ///
    /// - Returns: The block in which they take effect.
    package func commit(_ count: Int) -> Int64 {
        var old = word.load(ordering: .sequentiallyConsistent)
        while true {
            let stamps = (old &+ UInt64(count)) & Self.stampMask
            let (exchanged, found) = word.compareExchange(
                expected: old, desired: old & ~Self.stampMask | stamps, ordering: .sequentiallyConsistent)
            if exchanged { return Int64(old >> Self.stampBits) }
            old = found
        }
    }

    /// Closes all blocks before `limit`, in one step. One thread at a time. `[render]`
    ///
    /// - Returns: The number of stamps that precede the start of these blocks.
    @_noLocks @_noAllocation
    func close(before limit: Int64, from first: Int64) -> UInt32 {
        let steps = UInt64(bitPattern: limit &- first)
        let (old, _) = word.wrappingAdd(steps << Self.stampBits, ordering: .sequentiallyConsistent)
        return UInt32(truncatingIfNeeded: old & Self.stampMask)
    }
}

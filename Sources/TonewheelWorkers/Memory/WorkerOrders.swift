package import Synchronization
internal import TonewheelRealtime

/// The orders of a worker, written by the front.
///
///     0  state          `State`
///     8  firstBlock     the first block to render
///    16  limit          the first block that must not be begun yet
///    24  position       the block that the device needs next: earlier ones are late
///    32  firstStamps    stamps that take effect before the first block, in the worker's ring
///    40  stamps         the number of committed stamps before the others in the ring, modulo 2²⁴
///    48  muteNode       the node that is muted in `muteBlock`, and in the upper half the unit that is the reason
///    56  muteBlock      the block in which the node is muted, plus 1; 0 for none
///    64  renderWakeUp   wakes the render thread (`WakeUp`)
///   128  controlWakeUp  wakes the control thread
package struct WorkerOrders: BitwiseCopyable {
    package enum State {
        /// Stand by.
        package static var spare: UInt32 { @_noLocks @_noAllocation get { 0 } }

        /// Render from `firstBlock` on.
        package static var active: UInt32 { @_noLocks @_noAllocation get { 1 } }

        /// End the process.
        package static var quit: UInt32 { @_noLocks @_noAllocation get { 2 } }
    }

    private let base: UnsafeMutableRawPointer

    init(at base: UnsafeMutableRawPointer) {
        self.base = base
    }

    package var state: UnsafeMutablePointer<Atomic<UInt32>> {
        @_noLocks @_noAllocation get { base.assumingMemoryBound(to: Atomic<UInt32>.self) }
    }
    package var firstBlock: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 8).assumingMemoryBound(to: Atomic<Int64>.self) }
    }
    package var limit: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 16).assumingMemoryBound(to: Atomic<Int64>.self) }
    }
    package var position: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 24).assumingMemoryBound(to: Atomic<Int64>.self) }
    }
    package var firstStamps: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 32).assumingMemoryBound(to: Atomic<Int64>.self) }
    }
    package var stamps: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 40).assumingMemoryBound(to: Atomic<Int64>.self) }
    }
    private var muteNode: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 48).assumingMemoryBound(to: Atomic<Int64>.self) }
    }
    private var muteBlock: UnsafeMutablePointer<Atomic<Int64>> {
        @_noLocks @_noAllocation get { (base + 56).assumingMemoryBound(to: Atomic<Int64>.self) }
    }

    /// Orders a node to be muted in a block that the worker has not begun. `[control]`
    package func mute(_ node: Int32, unit: Int32, inBlock block: Int64) {
        muteNode.pointee.store(Int64(unit) << 32 | Int64(UInt32(bitPattern: node)), ordering: .relaxed)
        muteBlock.pointee.store(block &+ 1, ordering: .sequentiallyConsistent)
    }

    /// Returns the node that is muted in a block, and the unit that is the reason; nil if there is none. `[render]`
    @_noLocks @_noAllocation
    package func mute(inBlock block: Int64) -> (node: Int32, unit: Int32)? {
        guard muteBlock.pointee.load(ordering: .acquiring) == block &+ 1 else { return nil }
        let word = muteNode.pointee.load(ordering: .relaxed)
        return (Int32(truncatingIfNeeded: word), Int32(truncatingIfNeeded: word >> 32))
    }

    var renderWakeUp: UnsafeMutableRawPointer { base + 64 }
    var controlWakeUp: UnsafeMutableRawPointer { base + 128 }
}

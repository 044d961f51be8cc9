package import Synchronization
internal import TonewheelRealtime

/// What a worker is to do, as the front writes it.
///
///     0  state       `State`
///     8  firstBlock  the first block to render
///    16  limit       the block before which to stop and wait
///    24  position    the block that the device needs next: an earlier one comes too late
///    64  bell        the render thread sleeps on it (`WakeUp`)
///   128  controlBell the control thread sleeps on it
package struct WorkerOrders: BitwiseCopyable {
    package enum State {
        /// Be ready.
        package static var spare: UInt32 { @_noLocks @_noAllocation get { 0 } }

        /// Render from `firstBlock` on.
        package static var active: UInt32 { @_noLocks @_noAllocation get { 1 } }

        /// End.
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
    var bell: UnsafeMutableRawPointer { base + 64 }
    var controlBell: UnsafeMutableRawPointer { base + 128 }
}

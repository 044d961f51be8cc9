package import Synchronization
internal import TonewheelRealtime

/// The state of a worker, written by the worker. The front trusts none of these words beyond their range.
///
///     0  state       `State`
///     8  begun       blocks begun since the worker became active
///    16  completed   blocks completed
///    24  late        blocks completed after the device had needed them
///    32  node        the node being rendered, the unit and the block (see `RenderMark`)
///    40  unit
///    48  block
///    56  command     the command that the control thread prepares; 0 for none
///    64  woken       the time at which the render thread last woke, by the monotonic clock
///    72  rendered    the time at which it last completed a block
///    80  fault       the signal of the fault that ended the worker; 0 for none
///    88  isOwnFault  whether the worker itself caused it
///    96  isRendering whether the render thread did
///   104  thread      the ID of the render thread
///   112  stateBlock  the block before which the state had the checksum that follows
///   120  stateSum
///   128  report      32 words for the engine's use
package struct WorkerHealth: BitwiseCopyable, @unchecked Sendable {  // atomic words, in memory that outlives it
    package enum State {
        package static var starting: UInt32 { 0 }
        package static var ready: UInt32 { 1 }
    }

    /// The number of words in the report.
    package static var reportWords: Int { 32 }

    private let base: UnsafeMutableRawPointer

    init(at base: UnsafeMutableRawPointer) {
        self.base = base
    }

    package var state: UnsafeMutablePointer<Atomic<UInt32>> {
        base.assumingMemoryBound(to: Atomic<UInt32>.self)
    }

    @_noLocks @_noAllocation
    private func word(_ offset: Int) -> UnsafeMutablePointer<Atomic<Int64>> {
        (base + offset).assumingMemoryBound(to: Atomic<Int64>.self)
    }

    package var begun: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(8) } }
    package var completed: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(16) } }
    package var late: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(24) } }
    package var mark: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(32) } }
    package var command: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(56) } }
    package var woken: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(64) } }
    package var thread: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(104) } }

    /// Publishes the checksum of the state before a block. `[render]`
    @_noLocks @_noAllocation
    package func publish(stateChecksum sum: UInt64, block: Int64) {
        word(112).pointee.store(-1, ordering: .sequentiallyConsistent)
        word(120).pointee.store(Int64(bitPattern: sum), ordering: .sequentiallyConsistent)
        word(112).pointee.store(block, ordering: .sequentiallyConsistent)
    }

    /// The latest checksum of the state, and its block; nil while it is published. `[control]`
    var stateChecksum: (block: Int64, sum: Int64)? {
        let block = word(112).pointee.load(ordering: .sequentiallyConsistent)
        let sum = word(120).pointee.load(ordering: .sequentiallyConsistent)
        return block > 0 && word(112).pointee.load(ordering: .sequentiallyConsistent) == block ? (block, sum) : nil
    }

    /// The three words of `tonewheel_faults_record`.
    var faultWords: UnsafeMutableRawPointer { base + 80 }

    /// The signal of a fault that the worker itself caused; nil if there was none.
    var ownFault: Int32? {
        let number = word(80).pointee.load(ordering: .acquiring)
        guard word(88).pointee.load(ordering: .relaxed) != 0, number > 0 else { return nil }
        return Int32(exactly: number)
    }

    /// Whether the render thread caused the fault.
    var isRenderFault: Bool { word(96).pointee.load(ordering: .relaxed) != 0 }

    package var rendered: UnsafeMutablePointer<Atomic<Int64>> { @_noLocks @_noAllocation get { word(72) } }

    /// Returns a word of the report.
    package func report(_ index: Int) -> UnsafeMutablePointer<Atomic<Int64>> {
        precondition((0..<Self.reportWords).contains(index))
        return word(128 + 8 * index)
    }
}

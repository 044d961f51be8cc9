internal import Synchronization
internal import TonewheelRealtime

/// A log of the lateness of the first calls of a device callback.
struct LatenessLog: ~Copyable {
    private let capacity: Int
    private let memory: UnsafeMutablePointer<Int64>
    private let filled: UnsafeMutablePointer<Atomic<Int>>

    /// Allocates all memory. `[control]`
    init(capacity: Int) {
        self.capacity = capacity
        memory = .allocate(capacity: capacity)
        memory.initialize(repeating: 0, count: capacity)
        filled = .allocate(capacity: 1)
        filled.initialize(to: Atomic(0))
    }

    deinit {
        memory.deallocate()
        filled.deinitialize(count: 1)
        filled.deallocate()
    }

    /// Records a call. Calls beyond the capacity are discarded. `[render]`
    @_noLocks @_noAllocation
    func record(_ nanoseconds: Int64) {
        let count = filled.pointee.load(ordering: .relaxed)
        guard count < capacity else { return }
        memory[count] = nanoseconds
        filled.pointee.store(count &+ 1, ordering: .releasing)
    }

    /// The number of recorded calls. `[any]`
    var count: Int { filled.pointee.load(ordering: .acquiring) }

    /// The recorded lateness in nanoseconds. `[control]`
    var lengths: [Int64] { Array(UnsafeBufferPointer(start: memory, count: count)) }
}

/// The device callback of a `LatenessLog`. It does not write the output.
@_noLocks @_noAllocation
func latenessCallback(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: LatenessLog.self).pointee.record(MonotonicClock.now() &- hostTime)
}

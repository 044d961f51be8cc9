internal import Synchronization
internal import TonewheelRealtime

/// How late the first so many calls of a device callback were.
struct LatenessLog: ~Copyable {
    private let capacity: Int
    private let memory: UnsafeMutablePointer<Int64>
    private let filled: UnsafeMutablePointer<Atomic<Int>>

    /// Takes all the memory that it will ever need. `[control]`
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

    /// Notes a call; those beyond the capacity are not kept. `[render]`
    @_noLocks @_noAllocation
    func note(_ nanoseconds: Int64) {
        let count = filled.pointee.load(ordering: .relaxed)
        guard count < capacity else { return }
        memory[count] = nanoseconds
        filled.pointee.store(count &+ 1, ordering: .releasing)
    }

    /// Calls that have been noted. `[any]`
    var count: Int { filled.pointee.load(ordering: .acquiring) }

    /// `[control]`
    var lengths: [Int64] { Array(UnsafeBufferPointer(start: memory, count: count)) }
}

/// The device callback of a `LatenessLog`: silence.
@_noLocks @_noAllocation
func latenessCallback(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: LatenessLog.self).pointee.note(MonotonicClock.now() &- hostTime)
}

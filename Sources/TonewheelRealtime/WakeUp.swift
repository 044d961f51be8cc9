internal import CTonewheel
internal import Synchronization

/// An event that one thread sleeps on and another signals. A signal without a sleeper is kept for the next sleep.
///
/// A signal costs one atomic exchange, and a system call only if a thread sleeps.
package final class WakeUp: @unchecked Sendable {  // one atomic word, in memory that lives as long as the object
    private enum State {
        static var idle: UInt32 { 0 }
        static var signalled: UInt32 { 1 }
        static var sleeping: UInt32 { 2 }
    }

    /// The signalling end, a plain pointer. Valid as long as its `WakeUp`.
    package struct Signal: BitwiseCopyable {
        fileprivate let word: UnsafeMutablePointer<Atomic<UInt32>>

        /// Wakes the sleeper, or makes the next `sleep` return immediately. `[any]`
        @_noLocks @_noAllocation
        package func callAsFunction() {
            // Releasing: writes before the signal are visible to the thread that it wakes.
            if word.pointee.exchange(State.signalled, ordering: .acquiringAndReleasing) == State.sleeping {
                Signal.wake(UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self))
            }
        }
    }

    package let signal: Signal

    private let ownsMemory: Bool

    package init() {
        let word = UnsafeMutablePointer<Atomic<UInt32>>.allocate(capacity: 1)
        word.initialize(to: Atomic(State.idle))
        signal = Signal(word: word)
        ownsMemory = true
    }

    /// Attaches to memory that processes share: an aligned word, initially zero, which the caller keeps alive.
    package init(at memory: UnsafeMutableRawPointer) {
        signal = Signal(word: memory.assumingMemoryBound(to: Atomic<UInt32>.self))
        ownsMemory = false
    }

    deinit {
        guard ownsMemory else { return }
        signal.word.deinitialize(count: 1)
        signal.word.deallocate()
    }

    /// Sleeps until signalled, for `timeout` nanoseconds at most. One thread at a time. `[control]`
    package func sleep(timeout: Int64) {
        let word = signal.word
        let (fellAsleep, _) = word.pointee.compareExchange(
            expected: State.idle,
            desired: State.sleeping,
            ordering: .acquiringAndReleasing
        )
        if fellAsleep {
            tonewheel_wait(UnsafeMutableRawPointer(word).assumingMemoryBound(to: UInt32.self), State.sleeping, timeout)
        }
        // Acquiring: a signal that arrives now is consumed here, and the writes before it are visible to the caller.
        _ = word.pointee.exchange(State.idle, ordering: .acquiringAndReleasing)
    }
}

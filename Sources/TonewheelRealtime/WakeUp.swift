internal import CTonewheel
internal import Synchronization

/// An event that one thread sleeps on and another signals; a signal nobody sleeps on is kept for the next sleep.
///
/// Signalling costs one atomic exchange, and a system call only when somebody sleeps.
package final class WakeUp: @unchecked Sendable {  // one atomic word, in memory that lives as long as the object
    private enum State {
        static var idle: UInt32 { 0 }
        static var signalled: UInt32 { 1 }
        static var sleeping: UInt32 { 2 }
    }

    /// The end that signals, a plain pointer: valid as long as the `WakeUp` it comes from.
    package struct Signal: BitwiseCopyable {
        fileprivate let word: UnsafeMutablePointer<Atomic<UInt32>>

        /// Wakes the sleeper, or lets the next `sleep` return at once. `[any]`
        @_noLocks @_noAllocation
        package func callAsFunction() {
            // Releasing: what was written before the signal is seen by the thread that it wakes.
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

    /// Finds one in memory that processes share: an aligned word of zeros to begin with, which the caller keeps alive.
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
        // Acquiring: a signal that comes just now is taken back here, and what it announced is seen by the caller.
        _ = word.pointee.exchange(State.idle, ordering: .acquiringAndReleasing)
    }
}

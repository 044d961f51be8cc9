internal import Synchronization

/// Gives one of two callers at a time access to a `RenderCallback`: a device, or the clock that replaces it while it is
/// absent.
///
/// Neither waits for the other. The device outputs silence while the clock owns the callback. The clock acquires it
/// only between two calls of the device.
package final class CallbackGate: @unchecked Sendable {  // atomic words, and a callback that one caller at a time owns
    private let storage: UnsafeMutablePointer<Storage>

    /// The state that the render thread uses: plain memory.
    struct Storage: ~Copyable {
        enum State {
            static var free: UInt32 { @_noLocks @_noAllocation get { 0 } }
            static var ownedByDevice: UInt32 { @_noLocks @_noAllocation get { 1 } }
            static var ownedByClock: UInt32 { @_noLocks @_noAllocation get { 2 } }
        }

        let callback: RenderCallback
        let channelCount: Int
        let nanosecondsPerFrame: Double
        let state = Atomic<UInt32>(0)
        let lastCall = Atomic<Int64>(0)  // time of the latest call, by the monotonic clock
        let nextPeriod = Atomic<Int64>(0)  // time at which the next period is due
        let periodFrames = Atomic<Int>(0)  // of the latest call
        let calls = Atomic<Int>(0)
        let lateWakeUps = Atomic<Int>(0)
        let lateRenders = Atomic<Int>(0)

        @_noLocks @_noAllocation
        func render(
            _ input: UnsafePointer<Float>?,
            _ output: UnsafeMutablePointer<Float>,
            frameCount: Int,
            hostTime: Int64
        ) {
            RealtimeRights.flushDenormals()
            let entry = MonotonicClock.now()
            lastCall.store(entry, ordering: .relaxed)
            periodFrames.store(frameCount, ordering: .relaxed)
            // Acquiring: the effects of the clock's rendering are visible.
            let (isAcquired, _) = state.compareExchange(
                expected: State.free, desired: State.ownedByDevice, ordering: .acquiring)
            if isAcquired {
                callback.render(output, input: input, frameCount: frameCount, hostTime: hostTime)
                let next = hostTime &+ Int64(Double(frameCount) * nanosecondsPerFrame)
                nextPeriod.store(next, ordering: .relaxed)
                count(missed: MonotonicClock.now() > next, wakingLate: entry &- hostTime, entry: entry)
                // Releasing: the effects of this rendering are visible to the next caller.
                state.store(State.free, ordering: .releasing)
            } else {
                for sample in 0..<frameCount &* channelCount { output[sample] = 0 }
                // The device was absent for so long that the clock acquired the callback.
                lateWakeUps.wrappingAdd(1, ordering: .relaxed)
            }
            calls.wrappingAdd(1, ordering: .releasing)
        }

        /// Attributes a late period to the system or to rendering, by which of them took longer.
        @_noLocks @_noAllocation
        private func count(missed: Bool, wakingLate: Int64, entry: Int64) {
            guard missed else { return }
            if wakingLate > MonotonicClock.now() &- entry {
                lateWakeUps.wrappingAdd(1, ordering: .relaxed)
            } else {
                lateRenders.wrappingAdd(1, ordering: .relaxed)
            }
        }
    }

    /// - Parameters:
    ///   - callback: the callback to guard.
    ///   - format: the format of its sound.
    package init(_ callback: RenderCallback, _ format: StreamFormat) {
        storage = .allocate(capacity: 1)
        storage.initialize(
            to: Storage(
                callback: callback,
                channelCount: format.channelCount,
                nanosecondsPerFrame: 1e9 / format.sampleRate
            )
        )
    }

    deinit {
        storage.deinitialize(count: 1)
        storage.deallocate()
    }

    /// The callback for the device. Valid as long as the gate.
    package var deviceCallback: RenderCallback { RenderCallback(context: storage, gatedCallback) }

    /// The callback for the clock, while it owns the callback.
    package var clockCallback: RenderCallback { storage.pointee.callback }

    /// The time of the device's latest call, in nanoseconds of the monotonic clock; 0 before the first. `[any]`
    package var lastCall: Int64 { storage.pointee.lastCall.load(ordering: .relaxed) }

    /// The number of frames of the device's latest call; 0 before the first. `[any]`
    package var periodFrames: Int { storage.pointee.periodFrames.load(ordering: .relaxed) }

    /// The number of calls of the device. `[any]`
    package var calls: Int { storage.pointee.calls.load(ordering: .acquiring) }

    /// Periods of the device that were late because the system woke its thread too late, and silent periods because the
    /// clock owned the callback. `[any]`
    package var lateWakeUps: Int { storage.pointee.lateWakeUps.load(ordering: .relaxed) }

    /// Periods of the device that were late because rendering took too long. `[any]`
    package var lateRenders: Int { storage.pointee.lateRenders.load(ordering: .relaxed) }

    /// The time at which the next period is due, in nanoseconds of the monotonic clock; 0 before the first period.
    /// `[any]`
    package var nextPeriod: Int64 { storage.pointee.nextPeriod.load(ordering: .relaxed) }

    /// Makes the clock the owner of the callback; returns false if the device is using it. `[control]`
    package func acquire() -> Bool {
        let states = Storage.State.self
        return storage.pointee.state.compareExchange(
            expected: states.free, desired: states.ownedByClock, ordering: .acquiring
        ).exchanged
    }

    /// Returns the callback to the device, from its next call on. `[control]`
    package func release() {
        storage.pointee.state.store(Storage.State.free, ordering: .releasing)
    }
}

@_noLocks @_noAllocation
private func gatedCallback(
    context: UnsafeMutableRawPointer,
    input: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>,
    frameCount: Int,
    hostTime: Int64
) {
    context.assumingMemoryBound(to: CallbackGate.Storage.self).pointee
        .render(input, output, frameCount: frameCount, hostTime: hostTime)
}

internal import Synchronization

/// Lets one of two callers at a time to a `RenderCallback`: a device, or the clock that stands in for it while it is away.
///
/// Neither waits for the other. A device that finds the clock inside gets silence; the clock takes over only between two
/// calls of the device.
package final class CallbackGate: @unchecked Sendable {  // atomics, and a callback that one caller at a time has
    private let door: UnsafeMutablePointer<Door>

    /// What the render thread sees of the gate: plain memory.
    struct Door: ~Copyable {
        enum State {
            static var open: UInt32 { @_noLocks @_noAllocation get { 0 } }
            static var deviceIsInside: UInt32 { @_noLocks @_noAllocation get { 1 } }
            static var clockHasIt: UInt32 { @_noLocks @_noAllocation get { 2 } }
        }

        let callback: RenderCallback
        let channelCount: Int
        let nanosecondsPerFrame: Double
        let state = Atomic<UInt32>(0)
        let lastCall = Atomic<Int64>(0)  // when the device has called, by the monotonic clock
        let nextPeriod = Atomic<Int64>(0)  // when what comes after the latest period is due
        let periodFrames = Atomic<Int>(0)  // of the latest call
        let calls = Atomic<Int>(0)
        let lateWakeUps = Atomic<Int>(0)
        let lateRenders = Atomic<Int>(0)

        @_noLocks @_noAllocation
        func pass(
            _ input: UnsafePointer<Float>?,
            _ output: UnsafeMutablePointer<Float>,
            frameCount: Int,
            hostTime: Int64
        ) {
            RealtimeRights.flushDenormals()
            let entry = MonotonicClock.now()
            lastCall.store(entry, ordering: .relaxed)
            periodFrames.store(frameCount, ordering: .relaxed)
            // Acquiring: what the clock has rendered is seen before we go on with it.
            let (isInside, _) = state.compareExchange(
                expected: State.open, desired: State.deviceIsInside, ordering: .acquiring)
            if isInside {
                callback.render(output, input: input, frameCount: frameCount, hostTime: hostTime)
                let next = hostTime &+ Int64(Double(frameCount) * nanosecondsPerFrame)
                nextPeriod.store(next, ordering: .relaxed)
                count(missed: MonotonicClock.now() > next, wakingLate: entry &- hostTime, entry: entry)
                // Releasing: what we have rendered is seen by whoever renders next.
                state.store(State.open, ordering: .releasing)
            } else {
                for sample in 0..<frameCount &* channelCount { output[sample] = 0 }
                // It kept still for so long that the clock has taken its place.
                lateWakeUps.wrappingAdd(1, ordering: .relaxed)
            }
            calls.wrappingAdd(1, ordering: .releasing)
        }

        /// Puts a period that came too late down to the system or to the rendering, whichever took more of the time.
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
    ///   - callback: what is called.
    ///   - format: the shape of its sound.
    package init(_ callback: RenderCallback, _ format: StreamFormat) {
        door = .allocate(capacity: 1)
        door.initialize(
            to: Door(
                callback: callback,
                channelCount: format.channelCount,
                nanosecondsPerFrame: 1e9 / format.sampleRate
            )
        )
    }

    deinit {
        door.deinitialize(count: 1)
        door.deallocate()
    }

    /// What the device is to call: valid as long as the gate lives.
    package var deviceCallback: RenderCallback { RenderCallback(context: door, gatedCallback) }

    /// What the clock is to call, once it has taken the callback.
    package var clockCallback: RenderCallback { door.pointee.callback }

    /// When the device has last called, in nanoseconds of the monotonic clock; 0 if never. `[any]`
    package var lastCall: Int64 { door.pointee.lastCall.load(ordering: .relaxed) }

    /// How many frames it has asked for then; 0 if never. `[any]`
    package var periodFrames: Int { door.pointee.periodFrames.load(ordering: .relaxed) }

    /// How often the device has called. `[any]`
    package var calls: Int { door.pointee.calls.load(ordering: .acquiring) }

    /// Periods of the device that came too late because the system woke its thread too late; also those that were silent,
    /// because the clock had the callback. `[any]`
    package var lateWakeUps: Int { door.pointee.lateWakeUps.load(ordering: .relaxed) }

    /// Periods of the device that came too late because rendering took too long. `[any]`
    package var lateRenders: Int { door.pointee.lateRenders.load(ordering: .relaxed) }

    /// When the period after the latest one is due, in nanoseconds of the monotonic clock; 0 if there was none. `[any]`
    package var nextPeriod: Int64 { door.pointee.nextPeriod.load(ordering: .relaxed) }

    /// Takes the callback away from the device; false if the device is inside just now. `[control]`
    package func take() -> Bool {
        let states = Door.State.self
        return door.pointee.state.compareExchange(
            expected: states.open, desired: states.clockHasIt, ordering: .acquiring
        ).exchanged
    }

    /// Gives it back, from the device's next call on. `[control]`
    package func giveBack() {
        door.pointee.state.store(Door.State.open, ordering: .releasing)
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
    context.assumingMemoryBound(to: CallbackGate.Door.self).pointee
        .pass(input, output, frameCount: frameCount, hostTime: hostTime)
}

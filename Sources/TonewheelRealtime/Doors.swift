internal import CTonewheel

// The audited doors: every call on the render path that the compiler cannot see through, and nothing else. Those to the C library's
// mathematics are in `Maths.swift`, and those to loops in C in `Vectors.swift`.
//
// `@_noLocks @_noAllocation` proves at compile time that a function neither locks nor allocates. It refuses what it
// cannot look into: function pointers and C. Those calls are made here, each with the reason why it is safe, in a
// function that the proof passes over. `scripts/check-annotations` refuses such functions in any other file than these three.

/// Calls the engine (or whatever a backend was given) for one period, with RealtimeSanitizer watching where it is linked.
///
/// Audited: the function behind the pointer is C-convention and itself annotated, which the script checks.
@_semantics("no_performance_analysis")
private func renderDoor(
    _ callback: RenderCallback,
    _ input: UnsafePointer<Float>?,
    _ output: UnsafeMutablePointer<Float>,
    _ frameCount: Int,
    _ hostTime: Int64
) {
    tonewheel_rtsan_enter()
    callback.function(callback.context, input, output, frameCount, hostTime)
    tonewheel_rtsan_exit()
}

/// Has a unit render a block.
///
/// Audited: one call by way of the type's table, without an object; it leads to the unit's own `process`, which the script
/// wants annotated.
@_semantics("no_performance_analysis")
@inlinable @inline(__always)
func unitDoor(_ call: UnitCall, _ block: UnsafeRawPointer) {
    call.methods.render(call.state, block: block)
}

/// Has a unit give its initial values. Audited as `unitDoor`.
@_semantics("no_performance_analysis")
private func primeDoor(_ call: UnitCall, _ block: UnsafeRawPointer) {
    call.methods.prime(call.state, block: block)
}

/// Sets a unit back to time zero. Audited as `unitDoor`.
@_semantics("no_performance_analysis")
private func rewindDoor(_ call: UnitCall) {
    call.methods.rewind(call.state)
}

/// Calls a function of a device's library.
///
/// Audited: `DeviceFunction` is made only of C functions that call what the library allows in its own callback.
@_semantics("no_performance_analysis")
private func deviceDoor(_ device: DeviceFunction, _ frameCount: Int32) -> Int64 {
    device.function(device.context, frameCount)
}

/// Sets the calling thread's own processor flags.
///
/// Audited: one instruction, no call.
@_semantics("no_performance_analysis")
private func denormalsDoor() {
    tonewheel_flush_denormals()
}

/// Reads the monotonic clock.
///
/// Audited: `clock_gettime` in the vDSO, which reads a page that the kernel shares; no system call, no lock.
@_semantics("no_performance_analysis")
private func clockDoor() -> Int64 {
    tonewheel_monotonic_nanoseconds()
}

/// Wakes a sleeping thread.
///
/// Audited: one `FUTEX_WAKE`, which does not block; made only when somebody sleeps, at most once a period.
@_semantics("no_performance_analysis")
private func wakeDoor(_ word: UnsafeMutablePointer<UInt32>) {
    tonewheel_wake(word)
}

/// Signals a descriptor that another thread polls.
///
/// Audited: one `write` to an event counter that does not block; made at most once a period, instead of a wake-up.
@_semantics("no_performance_analysis")
private func eventDoor(_ descriptor: Int32) {
    tonewheel_event_signal(descriptor)
}

/// Asks for SCHED_FIFO for the calling thread, unless it has real-time scheduling already.
///
/// Audited: two system calls that do not block, in the first callback of a device's own thread and in no other.
@_semantics("no_performance_analysis")
private func rightsDoor(_ priority: Int32) -> Int32 {
    tonewheel_touch_stack()
    return tonewheel_is_realtime() ? 0 : tonewheel_request_realtime(priority)
}

/// Copies bytes from one memory to another.
///
/// Audited: `memmove`, which reads and writes these bytes and does nothing else. It uses the widest registers of the processor
/// that it runs on, which a loop that is compiled for all of them cannot.
@_semantics("no_performance_analysis")
private func copyDoor(
    _ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, _ byteCount: Int
) {
    destination.copyMemory(from: source, byteCount: byteCount)
}

extension RenderCallback {
    /// Asks for `frameCount` frames, which the device takes from `hostTime` on. `[render]`
    @_noLocks @_noAllocation
    package func render(
        _ output: UnsafeMutablePointer<Float>,
        input: UnsafePointer<Float>? = nil,
        frameCount: Int,
        hostTime: Int64
    ) {
        renderDoor(self, input, output, frameCount, hostTime)
    }
}

extension UnitCall {
    /// Renders one block. `[render]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public func process(_ block: UnsafeRawPointer) {
        unitDoor(self, block)
    }

    /// Fills the first frame of the outputs with what they hold before the first block. `[render]`
    @_noLocks @_noAllocation
    package func prime(_ block: UnsafeRawPointer) {
        primeDoor(self, block)
    }

    /// Back to time zero. `[render]`
    @_noLocks @_noAllocation
    package func reset() {
        rewindDoor(self)
    }
}

extension DeviceFunction {
    /// Calls the function. `[render]`
    @_noLocks @_noAllocation
    package func callAsFunction(_ frameCount: Int32) -> Int64 {
        deviceDoor(self, frameCount)
    }
}

extension RealtimeRights {
    /// Lets subnormal numbers count as zero on the calling thread. `[render]`
    ///
    /// A device's own thread is asked for it in each period: libraries set the same flags as they like.
    @_noLocks @_noAllocation
    package static func flushDenormals() {
        denormalsDoor()
    }

    /// What a device's own thread needs, once. `[render]`
    ///
    /// - Returns: 0 if it was granted, or the system's error number.
    @_noLocks @_noAllocation
    static func requestForCallback(priority: Int32) -> Int32 {
        rightsDoor(priority)
    }
}

extension MonotonicClock {
    /// The time now, in nanoseconds. `[any]`
    @_noLocks @_noAllocation
    package static func now() -> Int64 {
        clockDoor()
    }
}

extension WakeUp.Signal {
    @_noLocks @_noAllocation
    static func wake(_ word: UnsafeMutablePointer<UInt32>) {
        wakeDoor(word)
    }
}

extension EventSignal {
    /// Wakes the thread that polls it. `[any]`
    @_noLocks @_noAllocation
    package func callAsFunction() {
        eventDoor(descriptor)
    }
}

extension RingCursor {
    /// Copies `byteCount` bytes into a ring or out of it. `[render]`
    @_noLocks @_noAllocation
    @usableFromInline
    static func copy(_ source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, byteCount: Int) {
        copyDoor(source, destination, byteCount)
    }
}

/// Copies memory. `[render]`
@_noLocks @_noAllocation
package func copyMemory(_ source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, byteCount: Int) {
    copyDoor(source, destination, byteCount)
}

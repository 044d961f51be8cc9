internal import CTonewheel

// The audited doors: all calls on the render path that the compiler cannot analyse, and nothing else. Those to the C
// library's mathematics are in `Maths.swift`, and those to loops in C are in `Vectors.swift`.
//
// `@_noLocks @_noAllocation` proves at compile time that a function neither locks nor allocates. It rejects calls that
// it cannot analyse: function pointers and C. Each of those calls is made here, with the reason why it is safe, in a
// function that is exempt from the proof. `scripts/check-annotations` rejects such functions in any other file than
// these three.

/// Calls the engine, or another render callback, for one period. RealtimeSanitizer watches the call where it is linked.
///
/// Audited: the function behind the pointer is C-convention and annotated itself, which the script checks.
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

/// Renders a block of a unit.
///
/// Audited: one call through the type's table, without an object. It leads to the unit's own `process`, whose
/// annotations the script checks.
@_semantics("no_performance_analysis")
@inlinable @inline(__always)
func unitDoor(_ call: UnitCall, _ block: UnsafeRawPointer) {
    call.methods.render(call.state, block: block)
}

/// Computes the initial values of a unit. Audited like `unitDoor`.
@_semantics("no_performance_analysis")
private func primeDoor(_ call: UnitCall, _ block: UnsafeRawPointer) {
    call.methods.prime(call.state, block: block)
}

/// Resets a unit to time zero. Audited like `unitDoor`.
@_semantics("no_performance_analysis")
private func rewindDoor(_ call: UnitCall) {
    call.methods.rewind(call.state)
}

/// Calls a function of a device's library.
///
/// Audited: a `DeviceFunction` is made only of C functions that call what the library permits in its own callback.
@_semantics("no_performance_analysis")
private func deviceDoor(_ device: DeviceFunction, _ frameCount: Int32) -> Int64 {
    device.function(device.context, frameCount)
}

/// Sets the floating-point flags of the calling thread.
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
/// Audited: one `FUTEX_WAKE`, which does not block. Called only if a thread sleeps, at most once a period.
@_semantics("no_performance_analysis")
private func wakeDoor(_ word: UnsafeMutablePointer<UInt32>) {
    tonewheel_wake(word)
}

/// Signals a descriptor that another thread polls.
///
/// Audited: one `write` to an event counter, which does not block. Called at most once a period, instead of a wake-up.
@_semantics("no_performance_analysis")
private func eventDoor(_ descriptor: Int32) {
    tonewheel_event_signal(descriptor)
}

/// Requests SCHED_FIFO for the calling thread, unless it has real-time scheduling already.
///
/// Audited: two system calls that do not block, only in the first callback of a device's own thread.
@_semantics("no_performance_analysis")
private func rightsDoor(_ priority: Int32) -> Int32 {
    tonewheel_touch_stack()
    return tonewheel_is_realtime() ? 0 : tonewheel_request_realtime(priority)
}

/// Copies bytes from one memory to another.
///
/// Audited: `memmove`, which only reads and writes these bytes. It uses the widest registers of the processor, unlike a
/// loop that is compiled for all processors.
@_semantics("no_performance_analysis")
private func copyDoor(
    _ source: UnsafeRawPointer, _ destination: UnsafeMutableRawPointer, _ byteCount: Int
) {
    destination.copyMemory(from: source, byteCount: byteCount)
}

extension RenderCallback {
    /// Renders `frameCount` frames, which the device consumes from `hostTime` on. `[render]`
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
    /// Renders a block. `[render]`
    @inlinable @inline(__always)
    @_noLocks @_noAllocation
    public func process(_ block: UnsafeRawPointer) {
        unitDoor(self, block)
    }

    /// Fills the first frame of the outputs with their values before the first block. `[render]`
    @_noLocks @_noAllocation
    package func prime(_ block: UnsafeRawPointer) {
        primeDoor(self, block)
    }

    /// Resets the unit to time zero. `[render]`
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
    /// Flushes subnormal numbers to zero on the calling thread. `[render]`
    ///
    /// Called in each period on a device's own thread, since libraries may change the same flags.
    @_noLocks @_noAllocation
    package static func flushDenormals() {
        denormalsDoor()
    }

    /// Requests the rights of a device's own thread, once. `[render]`
    ///
    /// - Returns: 0 if they were granted, else the system's error number.
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

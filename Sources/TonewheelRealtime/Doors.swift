internal import CTonewheel

// The audited doors: every call on the render path that the compiler cannot see through, and nothing else.
//
// `@_noLocks @_noAllocation` proves at compile time that a function neither locks nor allocates. It refuses what it
// cannot look into: function pointers and C. Those calls are made here, each with the reason why it is safe, in a
// function that the proof passes over. `scripts/check-annotations` refuses such functions in any other file.

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

// MARK: - Mathematics

// Audited, all of them: functions of numbers only. They set `errno` and the processor's flags, and neither lock nor allocate.

@_semantics("no_performance_analysis")
private func sinDoor(_ x: Float) -> Float { tonewheel_sinf(x) }

@_semantics("no_performance_analysis")
private func cosDoor(_ x: Float) -> Float { tonewheel_cosf(x) }

@_semantics("no_performance_analysis")
private func tanDoor(_ x: Float) -> Float { tonewheel_tanf(x) }

@_semantics("no_performance_analysis")
private func asinDoor(_ x: Float) -> Float { tonewheel_asinf(x) }

@_semantics("no_performance_analysis")
private func acosDoor(_ x: Float) -> Float { tonewheel_acosf(x) }

@_semantics("no_performance_analysis")
private func atanDoor(_ x: Float) -> Float { tonewheel_atanf(x) }

@_semantics("no_performance_analysis")
private func sinhDoor(_ x: Float) -> Float { tonewheel_sinhf(x) }

@_semantics("no_performance_analysis")
private func coshDoor(_ x: Float) -> Float { tonewheel_coshf(x) }

@_semantics("no_performance_analysis")
private func tanhDoor(_ x: Float) -> Float { tonewheel_tanhf(x) }

@_semantics("no_performance_analysis")
private func expDoor(_ x: Float) -> Float { tonewheel_expf(x) }

@_semantics("no_performance_analysis")
private func exp2Door(_ x: Float) -> Float { tonewheel_exp2f(x) }

@_semantics("no_performance_analysis")
private func logDoor(_ x: Float) -> Float { tonewheel_logf(x) }

@_semantics("no_performance_analysis")
private func log2Door(_ x: Float) -> Float { tonewheel_log2f(x) }

@_semantics("no_performance_analysis")
private func log10Door(_ x: Float) -> Float { tonewheel_log10f(x) }

@_semantics("no_performance_analysis")
private func atan2Door(_ x: Float, _ y: Float) -> Float { tonewheel_atan2f(x, y) }

@_semantics("no_performance_analysis")
private func powDoor(_ x: Float, _ y: Float) -> Float { tonewheel_powf(x, y) }

@_semantics("no_performance_analysis")
private func fmodDoor(_ x: Float, _ y: Float) -> Float { tonewheel_fmodf(x, y) }

@_semantics("no_performance_analysis")
private func sinDoor(_ x: Double) -> Double { tonewheel_sin(x) }

@_semantics("no_performance_analysis")
private func cosDoor(_ x: Double) -> Double { tonewheel_cos(x) }

@_semantics("no_performance_analysis")
private func tanDoor(_ x: Double) -> Double { tonewheel_tan(x) }

@_semantics("no_performance_analysis")
private func expDoor(_ x: Double) -> Double { tonewheel_exp(x) }

@_semantics("no_performance_analysis")
private func logDoor(_ x: Double) -> Double { tonewheel_log(x) }

@_semantics("no_performance_analysis")
private func tanhDoor(_ x: Double) -> Double { tonewheel_tanh(x) }

@_semantics("no_performance_analysis")
private func powDoor(_ x: Double, _ y: Double) -> Double { tonewheel_pow(x, y) }

@_semantics("no_performance_analysis")
private func sqrtDoor(_ x: Float) -> Float { x.squareRoot() }

@_semantics("no_performance_analysis")
private func sqrtDoor(_ x: Double) -> Double { x.squareRoot() }

@_semantics("no_performance_analysis")
private func floorDoor(_ x: Float) -> Float { x.rounded(.down) }

@_semantics("no_performance_analysis")
private func floorDoor(_ x: Double) -> Double { x.rounded(.down) }

@_semantics("no_performance_analysis")
private func ceilDoor(_ x: Float) -> Float { x.rounded(.up) }

@_semantics("no_performance_analysis")
private func ceilDoor(_ x: Double) -> Double { x.rounded(.up) }

@_semantics("no_performance_analysis")
private func truncDoor(_ x: Float) -> Float { x.rounded(.towardZero) }

@_semantics("no_performance_analysis")
private func truncDoor(_ x: Double) -> Double { x.rounded(.towardZero) }

@_semantics("no_performance_analysis")
private func nearestDoor(_ x: Float) -> Float { x.rounded(.toNearestOrEven) }

@_semantics("no_performance_analysis")
private func nearestDoor(_ x: Double) -> Double { x.rounded(.toNearestOrEven) }

/// The mathematics of the C library, for the render thread: results and rounding are the library's. `[any]`
package enum Maths {
    /// The sine of an angle in radians.
    @_noLocks @_noAllocation
    package static func sin(_ x: Float) -> Float { sinDoor(x) }

    /// The cosine of an angle in radians.
    @_noLocks @_noAllocation
    package static func cos(_ x: Float) -> Float { cosDoor(x) }

    /// The tangent of an angle in radians.
    @_noLocks @_noAllocation
    package static func tan(_ x: Float) -> Float { tanDoor(x) }

    /// The angle whose sine is `x`.
    @_noLocks @_noAllocation
    package static func asin(_ x: Float) -> Float { asinDoor(x) }

    /// The angle whose cosine is `x`.
    @_noLocks @_noAllocation
    package static func acos(_ x: Float) -> Float { acosDoor(x) }

    /// The angle whose tangent is `x`.
    @_noLocks @_noAllocation
    package static func atan(_ x: Float) -> Float { atanDoor(x) }

    /// The hyperbolic sine.
    @_noLocks @_noAllocation
    package static func sinh(_ x: Float) -> Float { sinhDoor(x) }

    /// The hyperbolic cosine.
    @_noLocks @_noAllocation
    package static func cosh(_ x: Float) -> Float { coshDoor(x) }

    /// The hyperbolic tangent.
    @_noLocks @_noAllocation
    package static func tanh(_ x: Float) -> Float { tanhDoor(x) }

    /// e to the power `x`.
    @_noLocks @_noAllocation
    package static func exp(_ x: Float) -> Float { expDoor(x) }

    /// 2 to the power `x`.
    @_noLocks @_noAllocation
    package static func exp2(_ x: Float) -> Float { exp2Door(x) }

    /// The natural logarithm.
    @_noLocks @_noAllocation
    package static func log(_ x: Float) -> Float { logDoor(x) }

    /// The logarithm to base 2.
    @_noLocks @_noAllocation
    package static func log2(_ x: Float) -> Float { log2Door(x) }

    /// The logarithm to base 10.
    @_noLocks @_noAllocation
    package static func log10(_ x: Float) -> Float { log10Door(x) }

    /// The square root; of less than 0, NaN.
    @_noLocks @_noAllocation
    package static func sqrt(_ x: Float) -> Float { sqrtDoor(x) }

    /// The next whole number at or below `x`.
    @_noLocks @_noAllocation
    package static func floor(_ x: Float) -> Float { floorDoor(x) }

    /// The next whole number at or above `x`.
    @_noLocks @_noAllocation
    package static func ceil(_ x: Float) -> Float { ceilDoor(x) }

    /// `x` without its fraction.
    @_noLocks @_noAllocation
    package static func trunc(_ x: Float) -> Float { truncDoor(x) }

    /// The nearest whole number; of two the even one.
    @_noLocks @_noAllocation
    package static func nearest(_ x: Float) -> Float { nearestDoor(x) }

    /// The angle of the point (y, x), with `y` first.
    @_noLocks @_noAllocation
    package static func atan2(_ y: Float, _ x: Float) -> Float { atan2Door(y, x) }

    /// `x` to the power `y`.
    @_noLocks @_noAllocation
    package static func pow(_ x: Float, _ y: Float) -> Float { powDoor(x, y) }

    /// What remains of `x` divided by `y`, with the sign of `x`.
    @_noLocks @_noAllocation
    package static func fmod(_ x: Float, _ y: Float) -> Float { fmodDoor(x, y) }

    /// The sine of an angle in radians.
    @_noLocks @_noAllocation
    package static func sin(_ x: Double) -> Double { sinDoor(x) }

    /// The cosine of an angle in radians.
    @_noLocks @_noAllocation
    package static func cos(_ x: Double) -> Double { cosDoor(x) }

    /// The tangent of an angle in radians.
    @_noLocks @_noAllocation
    package static func tan(_ x: Double) -> Double { tanDoor(x) }

    /// e to the power `x`.
    @_noLocks @_noAllocation
    package static func exp(_ x: Double) -> Double { expDoor(x) }

    /// The natural logarithm.
    @_noLocks @_noAllocation
    package static func log(_ x: Double) -> Double { logDoor(x) }

    /// The hyperbolic tangent.
    @_noLocks @_noAllocation
    package static func tanh(_ x: Double) -> Double { tanhDoor(x) }

    /// The square root; of less than 0, NaN.
    @_noLocks @_noAllocation
    package static func sqrt(_ x: Double) -> Double { sqrtDoor(x) }

    /// The next whole number at or below `x`.
    @_noLocks @_noAllocation
    package static func floor(_ x: Double) -> Double { floorDoor(x) }

    /// The next whole number at or above `x`.
    @_noLocks @_noAllocation
    package static func ceil(_ x: Double) -> Double { ceilDoor(x) }

    /// `x` without its fraction.
    @_noLocks @_noAllocation
    package static func trunc(_ x: Double) -> Double { truncDoor(x) }

    /// The nearest whole number; of two the even one.
    @_noLocks @_noAllocation
    package static func nearest(_ x: Double) -> Double { nearestDoor(x) }

    /// `x` to the power `y`.
    @_noLocks @_noAllocation
    package static func pow(_ x: Double, _ y: Double) -> Double { powDoor(x, y) }
}

// MARK: - Vectors

// Audited, all of them: loops over the samples that they are given, in `CTonewheelVectors.c`, and nothing else.

@_semantics("no_performance_analysis")
private func sineRampDoor(_ output: UnsafeMutablePointer<Float>, _ phase: UInt32, _ step: UInt32, _ count: Int) {
    tonewheel_sine_ramp(output, phase, step, count)
}

@_semantics("no_performance_analysis")
private func prefetchDoor(_ memory: UnsafeRawPointer, _ lineCount: Int) {
    tonewheel_prefetch(memory, lineCount)
}

@_semantics("no_performance_analysis")
private func sineDoor(_ samples: UnsafeMutablePointer<Float>, _ count: Int) {
    tonewheel_sine(samples, count)
}

@_semantics("no_performance_analysis")
private func triangleRampDoor(
    _ output: UnsafeMutablePointer<Float>, _ phase: UInt32, _ step: UInt32, _ rise: Float, _ fall: Float, _ count: Int
) {
    tonewheel_triangle_ramp(output, phase, step, rise, fall, count)
}

@_semantics("no_performance_analysis")
private func accumulateDoor(_ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, _ count: Int) {
    tonewheel_accumulate(output, input, count)
}

/// Loops over blocks, with the widest registers that the processor has: the same bits on each. `[any]`
///
/// For loops that matter: a call costs as much as a few frames. Inputs may be the same memory as the output, or none of it.
package enum Vectors {
    /// Has the processor fetch memory that is needed soon; it may be anybody's. `[render]`
    ///
    /// - Parameter lineCount: lines of 64 bytes.
    @inline(__always)
    @_noLocks @_noAllocation
    package static func prefetch(_ memory: UnsafeRawPointer, lineCount: Int) {
        prefetchDoor(memory, lineCount)
    }

    /// A sine whose phase goes on by `step` a frame, where 2³² is one cycle: `SineCurve` at each.
    @_noLocks @_noAllocation
    package static func sineRamp(
        _ output: UnsafeMutablePointer<Float>, from phase: UInt32, step: UInt32, count: Int
    ) {
        sineRampDoor(output, phase, step, count)
    }

    /// Sines in place of phases, where 2³² is one cycle: `SineCurve` at the bits of each sample.
    @_noLocks @_noAllocation
    package static func sine(ofBits samples: UnsafeMutablePointer<Float>, count: Int) {
        sineDoor(samples, count)
    }

    /// A triangle whose phase goes on by `step` a frame, where 2³² is one cycle: from −1 it rises by `rise` a cycle, until it
    /// meets what falls by `fall` a cycle, to −1 at the cycle's end.
    @_noLocks @_noAllocation
    package static func triangleRamp(
        _ output: UnsafeMutablePointer<Float>, from phase: UInt32, step: UInt32, rise: Float, fall: Float, count: Int
    ) {
        triangleRampDoor(output, phase, step, rise, fall, count)
    }

    /// Adds a block to another.
    @_noLocks @_noAllocation
    package static func accumulate(
        _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int
    ) {
        accumulateDoor(output, input, count)
    }
}

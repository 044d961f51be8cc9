internal import CTonewheel

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
private func accumulateDoor(
    _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, _ count: Int,
    _ lost: UnsafeMutablePointer<Int>
) {
    tonewheel_accumulate(output, input, count, lost)
}

@_semantics("no_performance_analysis")
private func copyFiniteDoor(
    _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, _ count: Int,
    _ lost: UnsafeMutablePointer<Int>
) {
    tonewheel_copy_finite(output, input, count, lost)
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

    /// Adds the samples of a block that are finite to another.
    ///
    /// - Parameter lost: how many are not is added here.
    @_noLocks @_noAllocation
    package static func accumulate(
        _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int,
        lost: UnsafeMutablePointer<Int>
    ) {
        accumulateDoor(output, input, count, lost)
    }

    /// Copies a block, with 0 in the place of samples that are not finite.
    ///
    /// - Parameter lost: how many these are is added here.
    @_noLocks @_noAllocation
    package static func copyFinite(
        _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int,
        lost: UnsafeMutablePointer<Int>
    ) {
        copyFiniteDoor(output, input, count, lost)
    }
}

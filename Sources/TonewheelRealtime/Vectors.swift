internal import CTonewheel

// All audited: loops over the given samples, in `CTonewheelVectors.c`, and nothing else.

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

/// Loops over blocks that use the widest registers of the processor, with bit-identical results on all. `[any]`
///
/// A call costs as much as a few frames, so use them for hot loops. Inputs may be the same memory as the output, or
/// must not overlap it.
package enum Vectors {
    /// Prefetches memory that is needed soon. Other threads may own it. `[render]`
    ///
    /// - Parameter lineCount: the number of cache lines of 64 bytes.
    @inline(__always)
    @_noLocks @_noAllocation
    package static func prefetch(_ memory: UnsafeRawPointer, lineCount: Int) {
        prefetchDoor(memory, lineCount)
    }

    /// Writes a sine whose phase advances by `step` a frame, where 2³² is one cycle: the `SineCurve` at each phase.
    @_noLocks @_noAllocation
    package static func sineRamp(
        _ output: UnsafeMutablePointer<Float>, from phase: UInt32, step: UInt32, count: Int
    ) {
        sineRampDoor(output, phase, step, count)
    }

    /// Replaces phases by their sines, where 2³² is one cycle: the `SineCurve` at the bits of each sample.
    @_noLocks @_noAllocation
    package static func sine(ofBits samples: UnsafeMutablePointer<Float>, count: Int) {
        sineDoor(samples, count)
    }

    /// Writes a triangle whose phase advances by `step` a frame, where 2³² is one cycle. It rises from −1 by `rise` a
    /// cycle until it meets the slope that falls by `fall` a cycle to −1 at the cycle's end.
    @_noLocks @_noAllocation
    package static func triangleRamp(
        _ output: UnsafeMutablePointer<Float>, from phase: UInt32, step: UInt32, rise: Float, fall: Float, count: Int
    ) {
        triangleRampDoor(output, phase, step, rise, fall, count)
    }

    /// Adds the samples of a block to another block of finite samples, except where the sum is not finite.
    ///
    /// - Parameter lost: incremented by the number of samples that are not added.
    @_noLocks @_noAllocation
    package static func accumulate(
        _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int,
        lost: UnsafeMutablePointer<Int>
    ) {
        accumulateDoor(output, input, count, lost)
    }

    /// Copies a block, replacing non-finite samples by 0.
    ///
    /// - Parameter lost: incremented by the number of non-finite samples.
    @_noLocks @_noAllocation
    package static func copyFinite(
        _ output: UnsafeMutablePointer<Float>, _ input: UnsafePointer<Float>, count: Int,
        lost: UnsafeMutablePointer<Int>
    ) {
        copyFiniteDoor(output, input, count, lost)
    }
}

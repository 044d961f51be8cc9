package import TonewheelDSP

/// A Schroeder all-pass filter with linear interpolation.
///
///     y[n] = x[n - d] - g x[n] + g y[n - d],   d = delay · sampleRate,   g = ± 0.001^(delay / |decay|)
///
/// - Input 0 `in`: the signal.
/// - Input 1 `longest`: the maximum delay in seconds, at most 120, read when the synth starts. 1 if it is unknown then.
/// - Input 2 `delay`: the delay in seconds, clamped to 1 frame … the length of the line, which is the next power of two
///   above `longest` plus one block. At control rate, changes ramp over one block.
/// - Input 3 `decay`: the time in seconds in which the echoes decay by 60 dB. A negative time inverts every other echo;
///   0 disables the feedback.
/// - Output 0 `out`: the filtered signal; may share memory with an input.
///
/// Reference: SuperCollider help, "AllpassL".
package struct AllpassL: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "AllpassL",
            inputs: [
                .number("in", default: 0), .seconds("longest", default: 0.2), .seconds("delay", default: 0.2),
                .seconds("decay", default: 1),
            ],
            outputs: ["out"], exemptions: [.blockSizes: "the feedback is updated once a block"])
    }

    private var core: DelayCore

    package init(_ setup: UnitSetup) {
        core = DelayCore(setup, .linear, .allpass)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        core.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        core.process(block, .linear, .allpass)
    }

    /// Sets the initial output to 0: the delay line is empty. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }
}

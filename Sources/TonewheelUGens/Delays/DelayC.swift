package import TonewheelDSP

/// A delay line with cubic interpolation.
///
///     y[n] = x[n - delay · sampleRate]
///
/// - Input 0 `in`: the signal.
/// - Input 1 `longest`: the maximum delay in seconds, at most 120, read when the synth starts. 1 if it is unknown then.
/// - Input 2 `delay`: the delay in seconds, clamped to 1 frame … the length of the line, which is the next power of two
///   above `longest` plus one block. At control rate, changes ramp over one block. A scalar 0 passes the signal
///   through.
/// - Output 0 `out`: the delayed signal; may share memory with an input.
///
/// Reference: SuperCollider help, "DelayC".
package struct DelayC: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DelayC",
            inputs: [
                .number("in", default: 0), .seconds("longest", default: 0.2), .seconds("delay", default: 0.2),
            ],
            outputs: ["out"])
    }

    private var core: DelayCore

    package init(_ setup: UnitSetup) {
        core = DelayCore(setup, .cubic, .plain)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        core.reset()
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        core.process(block, .cubic, .plain)
    }

    /// Sets the initial output to 0, or to the input for a scalar delay of 0. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        core.prime(block)
    }
}

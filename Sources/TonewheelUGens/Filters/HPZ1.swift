package import TonewheelDSP

/// A high-pass filter with one zero at 0 Hz: half the difference of two samples.
///
///     y[n] = (x[n] - x[n-1]) / 2
///
/// - Input 0 `in`: the signal.
/// - Output 0 `out`: the filtered signal; may share memory with the input.
///
/// The sample before the first frame equals the first one, as measured on scsynth.
///
/// Reference: SuperCollider help, "HPZ1".
package struct HPZ1: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec("HPZ1", inputs: [.number("in", default: 0)], outputs: ["out"])
    }

    private var x1: Float = 0

    package init(_ setup: UnitSetup) {}

    @_noLocks @_noAllocation
    package mutating func reset() {
        x1 = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, output) = (block.input(0), block.output(0))
        if block.isFirst { x1 = input.initial }
        for frame in 0..<block.frameCount {
            let x = input[frame]
            output[frame] = 0.5 * (x - x1)
            x1 = x
        }
        Bounds.silenceNonFinite(output, block.frameCount)
    }
}

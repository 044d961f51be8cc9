package import TonewheelDSP

/// A slew rate limiter.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `up`: the maximum rise per second, 0 or above; read once a block.
/// - Input 2 `down`: the maximum fall per second, 0 or above; read once a block.
/// - Output 0 `out`: the limited signal; may share memory with an input.
///
/// The output starts at the first value of the signal.
///
/// Reference: SuperCollider help, "Slew".
package struct Slew: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Slew", inputs: [.number("in", default: 0), .number("up", default: 1), .number("down", default: 1)],
            outputs: ["out"], exemptions: [.blockSizes: "the slopes are read once a block"])
    }

    private let secondsPerFrame: Float
    private var level: Float = 0

    package init(_ setup: UnitSetup) {
        secondsPerFrame = Float(1 / setup.sampleRate)
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        level = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, output) = (block.input(0), block.output(0))
        let up = max(0, Clamp.finite(block.held(1)[0])) * secondsPerFrame
        let down = max(0, Clamp.finite(block.held(2)[0])) * secondsPerFrame
        if block.isFirst { level = Clamp.finite(signal.initial) }
        for frame in 0..<block.frameCount {
            let difference = Clamp.finite(signal[frame]) - level
            level += difference > up ? up : difference < -down ? -down : difference
            output[frame] = level
        }
    }
}

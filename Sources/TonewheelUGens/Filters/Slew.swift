package import TonewheelDSP

/// Follows a signal no faster than allowed. It begins with the first value of the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `up`: how far up it goes in a second at most; read once a block.
/// - Input 2 `down`: how far down it goes in a second at most; read once a block.
/// - Output 0 `out`: the result; may be the same memory as an input.
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
        let up = max(0, Held.finite(block.held(1)[0])) * secondsPerFrame
        let down = max(0, Held.finite(block.held(2)[0])) * secondsPerFrame
        if block.isFirst { level = Held.finite(signal.initial) }
        for frame in 0..<block.frameCount {
            let difference = Held.finite(signal[frame]) - level
            level += difference > up ? up : difference < -down ? -down : difference
            output[frame] = level
        }
    }
}

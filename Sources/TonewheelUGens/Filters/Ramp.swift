package import TonewheelDSP

/// Looks at a signal now and then, and goes there in a straight line. It begins with the first value of the signal.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `time`: from one look to the next, in seconds; read once a block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "Ramp"; when it looks, as measured of scsynth.
package struct Ramp: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "Ramp", inputs: [.number("in", default: 0), .seconds("time", default: 0.1)], outputs: ["out"],
            exemptions: [.blockSizes: "the time is read once a block"])
    }

    private let sampleRate: Double
    private let isAudioRate: Bool
    private var level: Double = 0
    private var step: Double = 0
    private var framesLeft: Int = 0

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        isAudioRate = setup.rate == .audio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        level = 0
        step = 0
        framesLeft = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, seconds) = (block.input(0), block.held(1)[0])
        let output = block.output(0)
        if block.isFirst {
            level = Double(Held.finite(signal.initial))
            framesLeft = 1
        }
        for frame in 0..<block.frameCount {
            let target = Double(Held.finite(signal[frame]))
            if isAudioRate, framesLeft <= 0 { aim(at: target, seconds) }
            output[frame] = Float(level)
            level += step
            framesLeft = framesLeft &- 1
            if !isAudioRate, framesLeft <= 0 { aim(at: target, seconds) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func aim(at target: Double, _ seconds: Float) {
        framesLeft = Held.frames(seconds, sampleRate)
        step = (target - level) / Double(framesLeft)
    }
}

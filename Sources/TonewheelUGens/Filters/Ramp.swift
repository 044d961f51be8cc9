package import TonewheelDSP

/// A linear ramp from sample to sample of a signal that is sampled at intervals.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `time`: the interval between samples in seconds; read once a block.
/// - Output 0 `out`: the ramps; may share memory with an input.
///
/// The output starts at the first value of the signal. The times of sampling are as measured on scsynth.
///
/// Reference: SuperCollider help, "Ramp".
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
            level = Double(Clamp.finite(signal.initial))
            framesLeft = 1
        }
        for frame in 0..<block.frameCount {
            let target = Double(Clamp.finite(signal[frame]))
            if isAudioRate, framesLeft <= 0 { beginRamp(at: target, seconds) }
            output[frame] = Float(level)
            level += step
            framesLeft = framesLeft &- 1
            if !isAudioRate, framesLeft <= 0 { beginRamp(at: target, seconds) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func beginRamp(at target: Double, _ seconds: Float) {
        framesLeft = Clamp.frames(seconds, sampleRate)
        step = (target - level) / Double(framesLeft)
    }
}

package import TonewheelDSP
internal import TonewheelRealtime

/// Tells when a signal has become silent, and stayed so for a time. A signal that was silent from the beginning does not count.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `level`: the magnitude up to which it is silent.
/// - Input 2 `time`: seconds for which it has to be silent.
/// - Input 3 `doneAction`: what becomes of the synth then.
/// - Output 0 `out`: 1 while it is silent, else 0; may be the same memory as an input.
///
/// Reference: SuperCollider help, "DetectSilence"; the count is as measured of scsynth.
package struct DetectSilence: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "DetectSilence",
            inputs: [
                .number("in", default: 0), .number("level", default: 0.0001), .seconds("time", default: 0.1),
                .doneAction,
            ],
            outputs: ["out"])
    }

    private let sampleRate: Double
    private let index: Int
    private var silentFrames = -1  // below 0: nothing has been heard yet
    private var isDone = false

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        index = setup.index
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        silentFrames = -1
        isDone = false
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (input, level, time, output) = (block.input(0), block.input(1), block.input(2), block.output(0))
        let action = block.held(3)[0]
        for frame in 0..<block.frameCount {
            let x = input[frame]
            let limit = level[frame]
            let frames = Maths.trunc(Double(time[frame]) * sampleRate)
            if x > limit || x < -limit {
                silentFrames = 0
                isDone = false
            } else if silentFrames >= 0 {
                if Double(silentFrames) < 1e15 { silentFrames = silentFrames &+ 1 }
                if Double(silentFrames) >= frames, !isDone {
                    isDone = true
                    block.synth.pointee.finish(unit: index, action: action)
                }
            }
            output[frame] = isDone ? 1 : 0
        }
    }
}

package import TonewheelDSP
internal import TonewheelRealtime

/// A detector of silence: it triggers when the magnitude of a signal has not exceeded a level for some time.
///
/// - Input 0 `in`: the signal.
/// - Input 1 `level`: the largest magnitude that counts as silence.
/// - Input 2 `time`: the duration of silence in seconds until it is detected.
/// - Input 3 `doneAction`: the done action when silence is detected.
/// - Output 0 `out`: 1 while silence is detected, otherwise 0; may share memory with an input.
///
/// Silence is detected only after the signal has exceeded the level once. The number of frames is as measured on
/// scsynth.
///
/// Reference: SuperCollider help, "DetectSilence".
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
    private var silentFrames = -1  // negative until the signal exceeds the level
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

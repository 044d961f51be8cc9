package import TonewheelDSP

/// An envelope of a linear attack, a sustained level and a linear release. An attack that has started is completed.
///
/// - Input 0 `gate`: starts the attack above 0, and the release at 0 and below. At −1 and below, the release takes
///   −gate − 1 seconds.
/// - Input 1 `attackTime`: the duration of the attack in seconds.
/// - Input 2 `level`: the sustained level.
/// - Input 3 `releaseTime`: the duration of the release in seconds.
/// - Input 4 `doneAction`: the done action at the end of the release.
/// - Output 0 `out`: the envelope.
///
/// The timing of the gate is as measured on scsynth 3.13.
///
/// Reference: SuperCollider help, "Linen".
package struct Linen: UnitGenerator {
    private enum Stage: UInt8 {
        case closed, attack, held, release
    }

    package static var spec: UnitSpec {
        UnitSpec(
            "Linen",
            inputs: [
                .number("gate", default: 1), .seconds("attackTime", default: 0.01), .number("level", default: 1),
                .seconds("releaseTime", default: 1), .doneAction,
            ], outputs: ["out"], exemptions: [.inPlace: "inputs are read when a stage starts"])
    }

    private let sampleRate: Double
    private let unit: Int
    private var stage: Stage = .closed
    private var level: Double = 0
    private var target: Double = 0  // level of the attack
    private var step: Double = 0
    private var framesLeft: Int = 0
    private var gate: Float = 0  // in the previous frame

    package init(_ setup: UnitSetup) {
        sampleRate = setup.sampleRate
        unit = setup.index
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        stage = .closed
        level = 0
        target = 0
        step = 0
        framesLeft = 0
        gate = 0
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let output = block.output(0)
        // The first frame is already one step into the attack.
        if block.isFirst { _ = next(block, -1) }
        for frame in 0..<block.frameCount { output[frame] = next(block, frame) }
    }

    /// Sets the initial output to 0. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// Returns the level at `frame` and advances to the next one. −1 is the frame before the first.
    @_noLocks @_noAllocation
    private mutating func next(_ block: borrowing Block, _ frame: Int) -> Float {
        let (gate, previousGate) = (block.input(0).value(at: frame), self.gate)
        self.gate = gate
        if gate > 0, !(previousGate > 0) {
            stage = .attack
            target = Double(Clamp.finite(block.input(2).value(at: frame)))
            framesLeft = Clamp.frames(block.input(1).value(at: frame), sampleRate)
            step = (target - level) / Double(framesLeft)
        }
        let now = Float(level)
        switch stage {
        case .closed: break
        case .attack:
            level += step
            framesLeft = framesLeft &- 1
            if framesLeft == 0 {
                level = target
                stage = .held
            }
        case .held:
            if !(gate > 0) {
                stage = .release
                let seconds = gate <= -1 ? -gate - 1 : block.input(3).value(at: frame)
                framesLeft = Clamp.frames(seconds, sampleRate)
                step = -level / Double(framesLeft)
            }
        case .release:
            if framesLeft == 0 {
                stage = .closed
                block.synth.pointee.finish(unit: unit, action: block.input(4).value(at: frame))
            } else {
                level += step
                framesLeft = framesLeft &- 1
                if framesLeft == 0 { level = 0 }
            }
        }
        return now
    }
}

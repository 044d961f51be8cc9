package import TonewheelDSP

/// Envelope of an attack, a level that is held, and a release, in straight lines. An attack that has begun is
/// finished.
///
/// - Input 0 `gate`: starts the attack above 0, and the release at 0 and below; at −1 and below, one of −gate − 1
///   seconds.
/// - Input 1 `attackTime`: in seconds.
/// - Input 2 `level`: what is held.
/// - Input 3 `releaseTime`: in seconds.
/// - Input 4 `doneAction`: what becomes of the synth at the end of the release.
/// - Output 0 `out`: the envelope.
///
/// Reference: SuperCollider help, "Linen"; the order of gate and frames as measured with scsynth 3.13.
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
            ], outputs: ["out"], exemptions: [.inPlace: "it reads its inputs where they are needed"])
    }

    private let sampleRate: Double
    private let unit: Int
    private var stage: Stage = .closed
    private var level: Double = 0
    private var target: Double = 0  // of the attack
    private var step: Double = 0
    private var framesLeft: Int = 0
    private var gate: Float = 0  // of the frame before

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
        // The first frame is one step on.
        if block.isFirst { _ = next(block, -1) }
        for frame in 0..<block.frameCount { output[frame] = next(block, frame) }
    }

    /// Before the first frame it is at 0. `[render]`
    @_noLocks @_noAllocation
    package mutating func prime(_ block: borrowing Block) {
        block.output(0)[0] = 0
    }

    /// The level at a frame, going on to the next; −1 is the one before the first.
    @_noLocks @_noAllocation
    private mutating func next(_ block: borrowing Block, _ frame: Int) -> Float {
        let (gate, before) = (block.input(0).value(at: frame), self.gate)
        self.gate = gate
        if gate > 0, !(before > 0) {
            stage = .attack
            target = Double(Held.finite(block.input(2).value(at: frame)))
            framesLeft = Held.frames(block.input(1).value(at: frame), sampleRate)
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
                framesLeft = Held.frames(seconds, sampleRate)
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

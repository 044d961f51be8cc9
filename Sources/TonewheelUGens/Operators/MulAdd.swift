package import TonewheelDSP

/// A multiplication followed by an addition.
///
///     y[n] = in[n] multiplier[n] + addend[n]
///
/// - Input 0 `in`, input 1 `multiplier`, input 2 `addend`: the operands. At audio rate a control-rate operand is
///   interpolated linearly over the block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Reference: SuperCollider help, "MulAdd".
package struct MulAdd: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "MulAdd",
            inputs: [.number("in", default: 0), .number("multiplier", default: 1), .number("addend", default: 0)],
            outputs: ["out"], exemptions: [.finite: "arithmetic propagates NaN and infinities"])
    }

    private let isAudioRate: Bool
    private var ramps = (BlockRamp(), BlockRamp(), BlockRamp())

    package init(_ setup: UnitSetup) {
        isAudioRate = setup.rate.isAudio
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        ramps = (BlockRamp(), BlockRamp(), BlockRamp())
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (signal, factor, addend) = (block.input(0), block.input(1), block.input(2))
        let output = block.output(0)
        if !isAudioRate {
            output[0] = signal[0] * factor[0] + addend[0]
            return
        }
        let frameCount = block.frameCount
        let gain = ramps.1.start(factor, block)
        let offset = ramps.2.start(addend, block)
        if signal.isConstant {
            let line = ramps.0.start(signal, block)
            for frame in 0..<frameCount {
                let product = line.at(frame) * (factor.isConstant ? gain.at(frame) : factor[frame])
                output[frame] = product + (addend.isConstant ? offset.at(frame) : addend[frame])
            }
            return
        }
        let (x, y, z) = (signal.samples, factor.samples, addend.samples)
        if factor.isConstant, addend.isConstant {
            if gain.isLevel, offset.isLevel {
                let (gain, offset) = (gain.value, offset.value)
                for frame in 0..<frameCount { output[frame] = x[frame] * gain + offset }
            } else {
                for frame in 0..<frameCount { output[frame] = x[frame] * gain.at(frame) + offset.at(frame) }
            }
        } else if factor.isConstant {
            for frame in 0..<frameCount { output[frame] = x[frame] * gain.at(frame) + z[frame] }
        } else if addend.isConstant {
            for frame in 0..<frameCount { output[frame] = x[frame] * y[frame] + offset.at(frame) }
        } else {
            for frame in 0..<frameCount { output[frame] = x[frame] * y[frame] + z[frame] }
        }
    }
}

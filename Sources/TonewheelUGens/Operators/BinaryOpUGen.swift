package import TonewheelDSP
internal import TonewheelRealtime

/// A binary operator. The special index selects the operation.
///
/// - Input 0 `a`, input 1 `b`: the operands. At audio rate a control-rate operand is interpolated linearly over the
///   block.
/// - Output 0 `out`: the result; may be the same memory as an input.
///
/// Unknown operators, and those that scsynth does not implement (28, 29), add.
///
/// Reference: SuperCollider help, "Operators", "BinaryOpUGen", "SynthDef File Format"; operands and borderline values
/// as measured with scsynth 3.13.
package struct BinaryOpUGen: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "BinaryOpUGen", inputs: [.number("a", default: 0), .number("b", default: 0)], outputs: ["out"],
            exemptions: [.finite: "arithmetic propagates NaN and infinities"])
    }

    private let operation: Int
    private let isAudioRate: Bool
    private var first = BlockRamp()
    private var second = BlockRamp()
    private var noise: NoiseSource
    private let start: NoiseSource

    package init(_ setup: UnitSetup) {
        operation = setup.specialIndex
        isAudioRate = setup.rate.isAudio
        // Reading the seed makes the state specific to one synth, so only the random operators read it.
        start = NoiseSource(seed: setup.specialIndex == 47 || setup.specialIndex == 48 ? setup.seed : 1)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        first = BlockRamp()
        second = BlockRamp()
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let (a, b) = (block.input(0), block.input(1))
        let output = block.output(0)
        let operands = Operands(
            a: a, b: b, lineA: line(a, &first, block), lineB: line(b, &second, block), output: output,
            frameCount: block.frameCount, isAudioRate: isAudioRate)
        // The most frequent operators have cases of their own.
        switch operation {
        case 0: operands.map { $0 + $1 }
        case 1: operands.map { $0 - $1 }
        case 2: operands.map { $0 * $1 }
        case 4: operands.map { $0 / $1 }
        case 3, 5, 17...21: operands.applyDivision(operation)
        case 6...13: operands.applyComparison(operation)
        case 14...16, 26, 27: operands.applyBits(operation)
        case 22...25: operands.applyGeometry(operation)
        case 30...46: operands.applyShaping(operation)
        case 47: random(operands) { low, high, unit in low + unit * (high - low) }
        case 48: random(operands) { low, high, unit in low * Maths.pow(high / low, unit) }
        default: operands.map { $0 + $1 }
        }
    }

    @inline(__always)
    @_noLocks @_noAllocation
    private func line(_ signal: Signal, _ ramp: inout BlockRamp, _ block: borrowing Block) -> BlockRamp.Line {
        isAudioRate && signal.isConstant ? ramp.start(signal, block) : BlockRamp.Line(level: signal[0])
    }

    /// Draws a random number for every frame, between the two operands.
    @inline(__always)
    @_noLocks @_noAllocation
    private mutating func random(_ operands: Operands, _ spread: (Float, Float, Float) -> Float) {
        for frame in 0..<operands.frameCount {
            operands.output[frame] = spread(operands.a[frame], operands.b[frame], noise.nextUnit())
        }
    }
}

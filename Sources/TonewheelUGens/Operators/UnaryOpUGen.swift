package import TonewheelDSP

/// A unary operator. The special index selects the operation.
///
/// - Input 0 `a`: the operand.
/// - Output 0 `out`: the result; may be the same memory as the input.
///
/// Unknown operators, and those that scsynth does not implement (2, 3, 6, 7, 45), pass the signal through.
///
/// Reference: SuperCollider help, "Operators", "UnaryOpUGen"; borderline values as measured with scsynth 3.13.
package struct UnaryOpUGen: UnitGenerator {
    package static var spec: UnitSpec {
        UnitSpec(
            "UnaryOpUGen", inputs: [.number("a", default: 0)], outputs: ["out"],
            exemptions: [.finite: "arithmetic propagates NaN and infinities"])
    }

    private let operation: Int
    private var noise: NoiseSource
    private let start: NoiseSource

    package init(_ setup: UnitSetup) {
        operation = setup.specialIndex
        // Reading the seed makes the state specific to one synth, so only the random operators read it.
        let isRandom = (37...41).contains(setup.specialIndex) || setup.specialIndex == 44
        start = NoiseSource(seed: isRandom ? setup.seed : 1)
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func reset() {
        noise = start
    }

    @_noLocks @_noAllocation
    package mutating func process(_ block: borrowing Block) {
        let operand = Operand(input: block.input(0), output: block.output(0), frameCount: block.frameCount)
        switch operation {
        case 0...12, 47: operand.applySimple(operation)
        case 13...16: operand.applyPowers(operation)
        case 17...27: operand.applyUnits(operation)
        case 28...36: operand.applyTrigonometry(operation)
        case 37...41, 44: random(operand)
        case 42, 43, 46, 48...53: operand.applyShapes(operation)
        default: operand.map { $0 }
        }
    }

    /// Draws a random number for every frame, with a distribution that depends on the operator and the operand.
    @_noLocks @_noAllocation
    private mutating func random(_ operand: Operand) {
        for frame in 0..<operand.frameCount {
            let x = operand.input[frame]
            operand.output[frame] =
                switch operation {
                case 37: x * noise.nextUnit()
                case 38: x * noise.nextSigned()
                case 39: x * lesser(noise.nextUnit(), noise.nextUnit())
                case 40: x * (noise.nextUnit() - noise.nextUnit())
                case 41: x * (noise.nextUnit() + noise.nextUnit() + noise.nextUnit() - 1.5) * 0.6666667
                default: noise.nextUnit() < x ? 1 : 0
                }
        }
    }

    @_noLocks @_noAllocation
    private func lesser(_ x: Float, _ y: Float) -> Float {
        x < y ? x : y
    }
}

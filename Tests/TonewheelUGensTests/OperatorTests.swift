import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct OperatorTests {
    let binary = UnitEntry(BinaryOpUGen.self)

    private func binary(_ operation: Int, _ a: Float, _ b: Float, rate: Rate = .audio) -> Float {
        UnitRenderer(binary, rate: rate, specialIndex: operation).render(
            ["a": .controlRate(a), "b": .controlRate(b)], frameCount: 1, blockSizes: [1])[0][0]
    }

    private func unary(_ operation: Int, _ a: Float) -> Float {
        UnitRenderer(UnitEntry(UnaryOpUGen.self), specialIndex: operation).render(
            ["a": .controlRate(a)], frameCount: 1)[0][0]
    }

    @Test func binaryOperatorsMatchFormulas() {
        let (a, b): (Float, Float) = (-5.3, 2)
        let expected: [Int: Float] = [
            0: -3.3, 1: -7.3, 2: -10.6, 3: -3, 4: -2.65, 5: 0.7, 6: 0, 7: 1, 8: 1, 9: 0, 10: 1, 11: 0, 12: -5.3, 13: 2,
            14: 2, 15: -5, 16: -7, 17: -10, 18: 1, 19: -6, 20: -4, 21: -6, 22: atan2(a, b), 23: hypot(a, b),
            24: 7.3 - 0.41421356 * 2, 25: -28.09, 26: -20, 27: -2, 30: -15.9, 31: -13.9, 32: 56.18,
            33: 77.38, 34: 24.09, 35: 32.09, 36: 10.89, 37: 53.29, 38: 7.3, 39: 0, 40: -10.6, 41: -10.6, 42: -2,
            43: -3.3, 44: 1.3, 45: -1.3, 46: -5.3,
        ]
        for (operation, value) in expected.sorted(by: { $0.key < $1.key }) {
            #expect(abs(binary(operation, a, b) - value) < 2e-5, "operator \(operation)")
        }
    }

    @Test func unaryOperatorsMatchFormulas() {
        let expected: [Int: (Float, Float)] = [
            0: (2, -2), 1: (0.2, 0), 4: (5, -6), 5: (-3, 3), 8: (1.2, 2), 9: (-1.2, -2), 10: (-1.25, 0.75),
            11: (-7, -1), 12: (3, 9), 13: (-2, -8), 14: (-9, -3), 15: (1, 2.7182817), 16: (4, 0.25), 17: (69, 440),
            18: (880, 81), 19: (12, 2), 20: (0.5, -12), 21: (-20, 0.1), 22: (10, 20), 23: (5.75, 880),
            24: (220, 3.75), 25: (10, 2.3025851), 26: (8, 3), 27: (1000, 3), 28: (1, sin(1)), 33: (1, atan(1)),
            36: (1, tanh(1)), 42: (3, 0.75), 43: (2, 0.875), 48: (2, 0), 49: (0.5, 1), 51: (0.75, 0.5), 52: (3, 1),
            53: (0.5, 0.5),
        ]
        for (operation, (operand, value)) in expected {
            #expect(abs(unary(operation, operand) - value) < 1e-4, "operator \(operation)")
        }
    }

    @Test(arguments: [0, 1, 2, 4])
    func controlRateOperandsAreInterpolated(operation: Int) {
        let renderer = UnitRenderer(binary, specialIndex: operation)
        let signal = TestSignal.audioRate([Float](repeating: 3, count: 64))
        _ = renderer.render(["a": signal, "b": .controlRate(1)], frameCount: 64)
        let samples = renderer.render(["a": signal, "b": .controlRate(2)], frameCount: 64)[0]
        for (frame, sample) in samples.enumerated() {
            #expect(abs(sample - self.binary(operation, 3, 1 + Float(frame) / 64)) < 1e-5)
        }
        #expect(
            renderer.render(["a": signal, "b": .controlRate(2)], frameCount: 1)[0][0] == self.binary(operation, 3, 2))
    }

    @Test func sumsAndProductsAreExact() {
        let random = (0..<64).map { Float($0 % 7) - 2.5 }
        let sum = UnitRenderer(UnitEntry(Sum4.self)).render(
            ["a": .audioRate(random), "b": .controlRate(2), "c": .audioRate(random), "d": .controlRate(-1)],
            frameCount: 64)[0]
        let product = UnitRenderer(UnitEntry(MulAdd.self)).render(
            ["in": .audioRate(random), "multiplier": .controlRate(2), "addend": .audioRate(random)], frameCount: 64)[0]
        for frame in 0..<64 {
            #expect(sum[frame] == 2 * random[frame] + 1)
            #expect(product[frame] == 3 * random[frame])
        }
    }

    @Test func randomOperatorsStayWithinTheirOperands() {
        for (operation, range) in [(47, -2...5.0 as ClosedRange<Float>), (48, 0.5...5)] {
            let samples = UnitRenderer(binary, specialIndex: operation).render(
                ["a": .controlRate(range.lowerBound), "b": .controlRate(range.upperBound)], frameCount: 5000)[0]
            #expect(samples.allSatisfy { range.contains($0) })
            #expect(samples.max()! > 4.9 && samples.min()! < range.lowerBound + 0.1)
        }
    }
}

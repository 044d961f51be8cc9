import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct DynamicsTests {
    private func noise(_ count: Int, _ level: Float) -> [Float] {
        var random = RepeatableRandom(seed: 11)
        return (0..<count).map { _ in level * Float.random(in: -1...1, using: &random) }
    }

    @Test func limiterReducesPeaksAndPassesQuietSignals() {
        let samples = noise(4800, 0.5) + noise(4800, 5) + noise(4800, 0.5)
        let output = UnitRenderer(UnitEntry(Limiter.self), values: ["duration": 0.01]).render(
            ["in": .audioRate(samples), "level": .controlRate(0.8)], frameCount: samples.count)[0]
        #expect(output.allSatisfy { abs($0) <= 0.8001 })
        // Two windows of 480 frames. The first frame has been fed twice.
        let isUnchanged = Array(output[960..<2000]) == Array(samples[..<1040])
        #expect(isUnchanged)
    }

    @Test func normalizerScalesPeaksToLevel() {
        let samples = (0..<9600).map { $0 % 100 == 0 ? Float(0.02) : 0 }
        let output = UnitRenderer(UnitEntry(Normalizer.self), values: ["duration": 0.01]).render(
            ["in": .audioRate(samples), "level": .controlRate(0.5)], frameCount: samples.count)[0]
        #expect(abs((output[4000...].max() ?? 0) - 0.5) < 1e-4)
    }

    @Test func silenceIsDetectedAfterSignal() {
        let renderer = UnitRenderer(UnitEntry(DetectSilence.self))
        let inputs: (Float) -> [String: TestSignal] = {
            ["in": .controlRate($0), "level": .controlRate(0.1), "time": .controlRate(0.001)]
        }
        #expect(renderer.render(inputs(0), frameCount: 640)[0].allSatisfy { $0 == 0 })
        #expect(renderer.render(inputs(1), frameCount: 64)[0].allSatisfy { $0 == 0 })
        let output = renderer.render(inputs(0), frameCount: 64)[0]
        #expect(output.firstIndex(of: 1) == 47)
        #expect(renderer.render(inputs(-1), frameCount: 64)[0].allSatisfy { $0 == 0 })
    }

    @Test func amplitudeRisesToNinetyPercentInAttackTime() {
        let samples = [Float](repeating: 0, count: 10) + [Float](repeating: -1, count: 480)
        let output = UnitRenderer(UnitEntry(Amplitude.self)).render(
            ["in": .audioRate(samples), "attack": .controlRate(0.01)], frameCount: 490)[0]
        #expect(abs(output[489] - 0.9) < 1e-3)
    }

    @Test func companderAppliesSlopes() {
        let samples = [Float](repeating: 0.5, count: 9600)
        func gain(_ below: Float, _ above: Float, _ threshold: Float) -> Float {
            let output = UnitRenderer(UnitEntry(Compander.self)).render(
                [
                    "in": .audioRate(samples), "control": .audioRate(samples), "threshold": .controlRate(threshold),
                    "slopeBelow": .controlRate(below), "slopeAbove": .controlRate(above),
                ], frameCount: samples.count)[0]
            return output[9599] / 0.5
        }
        #expect(abs(gain(1, 0.5, 0.125) - 0.5) < 1e-3)  // 4^(-1/2)
        #expect(abs(gain(2, 1, 1) - 0.5) < 1e-3)
        #expect(abs(gain(1, 0.5, 1) - 1) < 1e-3)
    }
}

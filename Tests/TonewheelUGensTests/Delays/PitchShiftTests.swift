import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct PitchShiftTests {
    private func shift(
        _ input: [Float], ratio: Float, pitchDispersion: Float = 0, timeDispersion: Float = 0, seed: UInt64 = 1
    ) -> [Float] {
        UnitRenderer(UnitEntry(PitchShift.self), seed: seed, values: ["windowSize": 0.1]).render(
            [
                "in": .audioRate(input), "windowSize": .controlRate(0.1), "pitchRatio": .controlRate(ratio),
                "pitchDispersion": .controlRate(pitchDispersion), "timeDispersion": .controlRate(timeDispersion),
            ], frameCount: input.count)[0]
    }

    /// The triangular windows of four grains add up to 1.
    @Test(arguments: [0.5, 1, 1.7, 4] as [Float])
    func grainsAddUpToOne(ratio: Float) {
        let output = shift([Float](repeating: 1, count: 40_000), ratio: ratio)
        #expect(output[..<1201].allSatisfy { $0 == 0 })
        for frame in 20_000..<40_000 { #expect(abs(output[frame] - 1) < 1e-3) }
    }

    @Test func ratioOfOneDelaysByTwoFrames() {
        let input = (0..<20_000).map { SineCurve.value(at: UInt32(truncatingIfNeeded: $0 &* 30_000_000)) }
        let output = shift(input, ratio: 1)
        for frame in 6000..<20_000 { #expect(abs(output[frame] - input[frame - 2]) < 1e-3) }
    }

    /// Grains start 1200 frames apart, so all of them read a period of 300 frames at the same phase.
    @Test(arguments: [0.5, 1.5, 2] as [Float])
    func frequenciesAreMultiplied(ratio: Float) {
        let input = (0..<60_000).map { SineCurve.value(at: UInt32(truncatingIfNeeded: $0 &* 14_316_558)) }
        let output = shift(input, ratio: ratio)
        let crossings = (20_000..<59_000).count { output[$0] <= 0 && output[$0 + 1] > 0 }
        #expect(abs(Float(crossings) - 130 * ratio) <= 2)
    }

    @Test func dispersionIsRandomPerSeed() {
        let input = (0..<20_000).map { Float($0 % 100) / 100 }
        let plain = shift(input, ratio: 1)
        let varied = shift(input, ratio: 1, pitchDispersion: 0.1, timeDispersion: 0.05)
        #expect(varied != plain)
        #expect(varied == shift(input, ratio: 1, pitchDispersion: 0.1, timeDispersion: 0.05))
        #expect(varied != shift(input, ratio: 1, pitchDispersion: 0.1, timeDispersion: 0.05, seed: 2))
    }
}

import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct NoiseTests {
    private func render(
        _ unit: UnitEntry, _ inputs: [String: TestSignal] = [:], frameCount: Int = 48_000, seed: UInt64 = 1
    ) -> [Float] {
        UnitRenderer(unit, seed: seed).render(inputs, frameCount: frameCount)[0]
    }

    /// The root mean squares and extremes that bound the noises of scsynth 3.13.
    @Test(arguments: [
        (UnitEntry(WhiteNoise.self), 0.577, 1.0), (UnitEntry(ClipNoise.self), 1, 1),
        (UnitEntry(GrayNoise.self), 0.57, 1),
        (UnitEntry(BrownNoise.self), 0.57, 1), (UnitEntry(PinkNoise.self), 0.145, 0.8),
        (UnitEntry(LFNoise0.self), 0.577, 1), (UnitEntry(LFNoise1.self), 0.47, 1),
        (UnitEntry(LFNoise2.self), 0.43, 1.1),
        (UnitEntry(LFClipNoise.self), 1, 1),
    ])
    func noiseHasExpectedPowerAndRange(unit: UnitEntry, rms: Double, range: Double) {
        let samples = render(unit, ["frequency": .controlRate(2000)]).map(Double.init)
        let power = samples.reduce(0) { $0 + $1 * $1 } / Double(samples.count)
        #expect(abs(power.squareRoot() / rms - 1) < 0.15, "\(power.squareRoot())")
        #expect(samples.allSatisfy { abs($0) <= range })
    }

    @Test func seedsYieldDifferentNoise() {
        let unit = UnitEntry(WhiteNoise.self)
        #expect(render(unit, seed: 1) == render(unit, seed: 1))
        #expect(render(unit, seed: 1) != render(unit, seed: 2))
    }

    @Test func lowFrequencyNoiseKeepsItsRate() {
        let steps = render(UnitEntry(LFNoise0.self), ["frequency": .controlRate(1000)], frameCount: 480)
        for frame in 1..<480 where frame % 48 != 0 { #expect(steps[frame] == steps[frame - 1]) }
        #expect(Set(steps).count == 10)
        let lines = render(UnitEntry(LFNoise1.self), ["frequency": .controlRate(1000)], frameCount: 480)
        for frame in 1..<479 where frame % 48 != 47 && frame % 48 != 46 {
            #expect(frame % 48 == 0 || abs(lines[frame + 1] - 2 * lines[frame] + lines[frame - 1]) < 1e-5)
        }
    }

    @Test func randomNumbersStayInRange() {
        for (unit, low, high, isWhole) in [
            (UnitEntry(Rand.self), 2 as Float, 5 as Float, false), (UnitEntry(IRand.self), 1, 3, true),
            (UnitEntry(ExpRand.self), 0.1, 10, false), (UnitEntry(LinRand.self), -1, 4, false),
            (UnitEntry(NRand.self), 0, 2, false),
        ] {
            let values = (0..<200).map { seed in
                render(unit, ["low": .controlRate(low), "high": .controlRate(high)], frameCount: 1, seed: seed)[0]
            }
            #expect(values.allSatisfy { $0 >= low && $0 <= high })
            #expect(!isWhole || Set(values) == [1, 2, 3])
            #expect(isWhole || Set(values).count > 190)
        }
    }

    @Test func dustHasRequestedDensity() {
        let samples = render(UnitEntry(Dust.self), ["density": .controlRate(1000)])
        #expect(abs(samples.filter { $0 > 0 }.count - 1000) < 150)
        #expect(samples.allSatisfy { $0 >= 0 && $0 < 1 })
    }

    @Test func bipolarDustHasRequestedDensity() {
        let samples = render(UnitEntry(Dust2.self), ["density": .controlRate(1000)])
        #expect(abs(samples.filter { $0 != 0 }.count - 1000) < 150)
        #expect(samples.contains { $0 < 0 } && samples.allSatisfy { abs($0) < 1 })
    }

    @Test(arguments: [
        UnitEntry(LFDNoise0.self), UnitEntry(LFDNoise1.self), UnitEntry(LFDNoise3.self), UnitEntry(LFDClipNoise.self),
    ])
    func dynamicNoiseHasRequestedRate(unit: UnitEntry) {
        let samples = render(unit, ["frequency": .controlRate(2000)])
        #expect(samples.allSatisfy { abs($0) <= 1.5 })
        let mean = samples.reduce(0, +) / Float(samples.count)
        #expect(abs(mean) < 0.1 && samples.contains { $0 > 0.5 } && samples.contains { $0 < -0.5 })
        // A tenth of the frequency yields fewer sign changes.
        let slow = render(unit, ["frequency": .controlRate(200)])
        func turns(_ samples: [Float]) -> Int {
            zip(samples.dropFirst(), samples).count { ($0 < 0) != ($1 < 0) }
        }
        #expect(turns(samples) > 5 * turns(slow) && turns(slow) > 20)
    }

    @Test(arguments: [UnitEntry(TRand.self), UnitEntry(TExpRand.self), UnitEntry(TIRand.self)])
    func triggersDrawNumbers(unit: UnitEntry) {
        let frames = 4800
        let triggers = (0..<frames).map { $0 % 48 == 24 ? 1 as Float : 0 }
        let samples = render(
            unit, ["low": .controlRate(1), "high": .controlRate(40), "trigger": .audioRate(triggers)],
            frameCount: frames)
        #expect(samples.allSatisfy { $0 >= 1 && $0 <= 40 })
        let changes = samples.indices.dropFirst().filter { samples[$0] != samples[$0 - 1] }
        #expect(changes.allSatisfy { $0 % 48 == 24 } && changes.count > 80)
        if unit.spec.name == "TIRand" { #expect(samples.allSatisfy { $0 == $0.rounded() }) }
    }

    @Test func hashIsDeterministicAndUniform() {
        let ramp = (0..<4800).map { Float($0) }
        let samples = render(UnitEntry(Hasher.self), ["in": .audioRate(ramp)], frameCount: ramp.count)
        #expect(samples == render(UnitEntry(Hasher.self), ["in": .audioRate(ramp)], frameCount: ramp.count, seed: 2))
        #expect(samples.allSatisfy { abs($0) <= 1 } && Set(samples).count == samples.count)
        #expect(abs(samples.reduce(0, +)) / Float(samples.count) < 0.05)
    }

    /// Only the start of the recurrence is random.
    @Test func crackleFollowsItsFormula() {
        let samples = render(UnitEntry(Crackle.self), ["parameter": .controlRate(1.9)], frameCount: 480)
        for frame in 2..<samples.count {
            let expected = abs(samples[frame - 1] * 1.9 - samples[frame - 2] - 0.05)
            #expect(abs(samples[frame] - expected) < 1e-6)
        }
        #expect(Set(samples).count > 100)
    }
}

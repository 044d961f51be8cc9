import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct SinOscTests {
    let sine = UnitEntry(SinOsc.self)

    @Test(arguments: [20.0, 440, 1000, 12_345.6, 23_999])
    func sineStartsAtInitialPhase(frequency: Double) {
        for phase in [0, 1, -2.5, 20] {
            let samples = UnitRenderer(sine).render(
                ["frequency": .controlRate(Float(frequency)), "phase": .controlRate(Float(phase))], frameCount: 48_000)[
                    0]
            // The phase advances in integer steps of 2⁻²⁹ of a cycle, as in scsynth.
            let step = (Double(Float(frequency)) / 48_000 * 0x1p29).rounded(.towardZero)
            for frame in stride(from: 0, to: samples.count, by: 97) {
                let expected = sin(2 * .pi * step * Double(frame) / 0x1p29 + phase)
                #expect(abs(Double(samples[frame]) - expected) < 2e-6)
            }
        }
    }

    @Test func audioRatePhaseModulates() {
        let modulation = (0..<4800).map { 3 * sin(2 * Float.pi * 100 * Float($0) / 48_000) }
        let samples = UnitRenderer(sine).render(
            ["frequency": .controlRate(440), "phase": .audioRate(modulation)], frameCount: 4800)[0]
        let step = (440.0 / 48_000 * 0x1p29).rounded(.towardZero)
        for frame in samples.indices {
            let expected = sin(2 * .pi * step * Double(frame) / 0x1p29 + Double(modulation[frame]))
            #expect(abs(Double(samples[frame]) - expected) < 2e-6)
        }
    }

    @Test(arguments: [30_000.0, -30_000, 100_000, 24_000])
    func aliasesAboveHalfTheSampleRate(frequency: Double) {
        for unit in [sine, UnitEntry(SinOscFB.self), UnitEntry(FSinOsc.self)] {
            let samples = UnitRenderer(unit).render(
                ["frequency": .controlRate(Float(frequency)), "phase": .controlRate(0), "feedback": .controlRate(0)],
                frameCount: 480)[0]
            for frame in samples.indices {
                let expected = sin(2 * .pi * frequency * Double(frame) / 48_000)
                #expect(abs(Double(samples[frame]) - expected) < 1e-3, "\(unit)")
            }
        }
    }

    /// As in scsynth: a step of four cycles does not fit in 32 bits with a resolution of 2⁻²⁹ of a cycle.
    @Test(arguments: [192_000, -192_001, 1e6, .infinity, .nan] as [Float])
    func frequencyFromFourTimesTheSampleRateIsZero(frequency: Float) {
        for signal in [TestSignal.controlRate(frequency), .audioRate([Float](repeating: frequency, count: 128))] {
            let samples = UnitRenderer(sine).render(["frequency": signal, "phase": .controlRate(1)], frameCount: 128)[0]
            #expect(samples.allSatisfy { abs($0 - sin(1)) < 1e-6 })
        }
    }

    @Test func modulatedFrequencyAliasesAboveHalfTheSampleRate() {
        let frequencies = (0..<4800).map { 4000 + 40_000 * sin(2 * Float.pi * 2000 * Float($0) / 48_000) }
        let samples = UnitRenderer(sine).render(["frequency": .audioRate(frequencies)], frameCount: 4800)[0]
        var cycles = 0.0
        for frame in samples.indices {
            #expect(abs(Double(samples[frame]) - sin(2 * .pi * cycles)) < 1e-3)
            cycles += Double(frequencies[frame]) / 48_000
        }
    }

    /// As in scsynth: if the frequency is constant within a block, this applies to the initial phase and to steps of
    /// four cycles per frame.
    @Test func phaseOfFourCyclesAndMoreIsZero() {
        func render(_ phase: TestSignal, frequency: TestSignal = .controlRate(0)) -> [Float] {
            UnitRenderer(sine).render(["frequency": frequency, "phase": phase], frameCount: 128)[0]
        }
        for phase in [26, 30, -30, 1e6] as [Float] {
            #expect(render(.controlRate(phase)).allSatisfy { $0 == 0 })
            #expect(render(.audioRate([Float](repeating: phase, count: 128))).allSatisfy { $0 == 0 })
        }
        #expect(abs(render(.controlRate(25))[0] - sin(25)) < 1e-6)
        let line = (0..<128).map { Float($0) * 0.25 }
        for (frame, sample) in render(.audioRate(line)).enumerated() {
            #expect(abs(sample - (line[frame] < 8 * .pi ? sin(line[frame]) : 0)) < 1e-5)
        }
    }

    @Test func controlRatePhaseIsRelativeToInitialPhase() {
        let renderer = UnitRenderer(sine)
        func end(_ phase: Float, blocks: Int = 2) -> Float {
            renderer.render(["frequency": .controlRate(0), "phase": .controlRate(phase)], frameCount: 64 * blocks)[0]
                .last!
        }
        #expect(end(30) == 0)
        #expect(abs(end(31) - sin(1)) < 1e-5)
        #expect(abs(end(90) - sin(60)) < 1e-4)
        // More than four cycles per frame are ignored.
        #expect(abs(end(90 + 64 * 30) - sin(60)) < 1e-3)
        // NaN is ignored as well: the phase does not change.
        _ = end(.nan)
        #expect(abs(end(2) - sin(60)) < 1e-3)
        #expect(abs(end(3) - sin(61)) < 1e-3)
    }
}

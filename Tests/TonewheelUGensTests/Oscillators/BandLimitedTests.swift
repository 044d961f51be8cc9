import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct BandLimitedTests {
    /// Returns the amplitude at a frequency over the last 48 000 frames, which contain whole cycles of integer
    /// frequencies.
    private func amplitude(of samples: [Float], at hertz: Int) -> Double {
        var (real, imaginary) = (0.0, 0.0)
        for (frame, sample) in samples.suffix(48_000).enumerated() {
            let angle = 2 * Double.pi * Double(hertz) * Double(frame) / 48_000
            real += Double(sample) * cos(angle)
            imaginary += Double(sample) * sin(angle)
        }
        return (real * real + imaginary * imaginary).squareRoot() / 24_000
    }

    @Test func blipHasEqualHarmonicsAndNoOthers() {
        let samples = UnitRenderer(UnitEntry(Blip.self)).render(
            ["frequency": .controlRate(1000), "harmonics": .controlRate(5)], frameCount: 48_000)[0]
        for harmonic in 1...5 { #expect(abs(amplitude(of: samples, at: harmonic * 1000) - 0.2) < 1e-3) }
        for harmonic in 6...20 { #expect(amplitude(of: samples, at: harmonic * 1000) < 1e-3) }
        #expect(samples[0] == 1)
    }

    @Test func sawHasSawtoothHarmonicsWithoutAliases() {
        let samples = UnitRenderer(UnitEntry(Saw.self)).render(["frequency": .controlRate(1700)], frameCount: 96_000)[0]
        for harmonic in 1...14 {
            let expected = 1 / (Double.pi * Double(harmonic))
            // Integration by summation raises the highest harmonics.
            let angle = Double.pi * Double(harmonic) * 1700 / 48_000
            #expect(abs(amplitude(of: samples, at: harmonic * 1700) / (expected * angle / sin(angle)) - 1) < 0.02)
        }
        // Harmonics 15 and 20 would alias to these frequencies.
        #expect(amplitude(of: samples, at: 48_000 - 15 * 1700) < 2e-4)
        #expect(amplitude(of: samples, at: 48_000 - 20 * 1700) < 2e-4)
    }

    @Test func squareWaveHasOddHarmonicsOnly() {
        let samples = UnitRenderer(UnitEntry(Pulse.self)).render(
            ["frequency": .controlRate(1000), "width": .controlRate(0.5)], frameCount: 96_000)[0]
        #expect(abs(amplitude(of: samples, at: 1000) - 2 / Double.pi) < 0.02)
        #expect(abs(amplitude(of: samples, at: 3000) - 2 / (3 * Double.pi)) < 0.02)
        #expect(amplitude(of: samples, at: 2000) < 1e-3)
    }

    @Test(arguments: [-50, -100, -1000, -5000, -30_000] as [Float])
    func negativeFrequenciesStayBounded(frequency: Float) {
        let saw = UnitRenderer(UnitEntry(Saw.self)).render(["frequency": .controlRate(frequency)], frameCount: 48_000)[
            0]
        let pulse = UnitRenderer(UnitEntry(Pulse.self)).render(
            ["frequency": .controlRate(frequency), "width": .controlRate(0.3)], frameCount: 48_000)[0]
        #expect((saw + pulse).allSatisfy { abs($0) < 1.5 })
        if frequency == -100 {
            let power = pulse.reduce(0) { $0 + Double($1 * $1) } / 48_000
            #expect(abs(power.squareRoot() - 0.46) < 0.02)
        }
    }

    /// Near 0 Hz a pulse is wider than a block, and its sum is at most its number of frames.
    @Test func frequencySweepThroughZeroStaysBounded() {
        for unit in [UnitEntry(Saw.self), UnitEntry(Pulse.self)] {
            let renderer = UnitRenderer(unit)
            for block in 0..<750 {
                let frequency = 200 * sin(2 * Float.pi * 3 * Float(block) / 750)
                let samples = renderer.render(["frequency": .controlRate(frequency)], frameCount: 64)[0]
                #expect(samples.allSatisfy { abs($0) < 70 }, "\(unit) at \(frequency)")
            }
        }
    }

    @Test func feedbackModulatesPhase() {
        let samples = UnitRenderer(UnitEntry(SinOscFB.self)).render(
            ["frequency": .controlRate(440), "feedback": .controlRate(0.7)], frameCount: 480)[0]
        var last = 0.0
        // The phase advances in integer steps of 2⁻²⁹ of a cycle, as in scsynth.
        let step = (440.0 / 48_000 * 0x1p29).rounded(.towardZero)
        for (frame, sample) in samples.enumerated() {
            last = sin(2 * .pi * step * Double(frame) / 0x1p29 + Double(Float(0.7)) * last)
            #expect(abs(Double(sample) - last) < 1e-5)
        }
    }

    @Test func resonatorOscillates() {
        let samples = UnitRenderer(UnitEntry(FSinOsc.self)).render(
            ["frequency": .controlRate(3000), "phase": .controlRate(0.5)], frameCount: 4800)[0]
        for (frame, sample) in samples.enumerated() {
            #expect(abs(Double(sample) - sin(2 * .pi * 3000 * Double(frame) / 48_000 + 0.5)) < 1e-3)
        }
    }

    @Test func linExpMapsEndsOntoEnds() {
        let output = UnitRenderer(UnitEntry(LinExp.self)).render(
            [
                "in": .audioRate([-1, 0, 1, 2]), "srcLow": .controlRate(-1), "srcHigh": .controlRate(1),
                "dstLow": .controlRate(1), "dstHigh": .controlRate(16),
            ], frameCount: 4)[0]
        for (sample, expected) in zip(output, [1, 4, 16, 64] as [Float]) { #expect(abs(sample / expected - 1) < 1e-6) }
    }

    /// As measured with scsynth: a lower frequency, below which more harmonics fit, takes effect in the next block.
    @Test func blipFrequencyDropTakesEffectNextBlock() {
        let renderer = UnitRenderer(UnitEntry(Blip.self))
        func render(_ frequency: Float) -> [Float] {
            renderer.render(["frequency": .controlRate(frequency), "harmonics": .controlRate(12)], frameCount: 64)[0]
        }
        _ = render(9000)
        let falling = render(7000)
        for (frame, sample) in falling.enumerated() {
            let angle = Double.pi * 9000 * Double(64 + frame) / 48_000
            func pulse(_ count: Double) -> Double {
                abs(sin(angle)) < 0.0005 ? 1 : (sin((2 * count + 1) * angle) / sin(angle) - 1) / (2 * count)
            }
            #expect(abs(Double(sample) - (pulse(2) + (pulse(3) - pulse(2)) * Double(frame) / 64)) < 1e-3)
        }
    }
}

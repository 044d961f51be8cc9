import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct SineGeneratorTests {
    let sine = UnitEntry(SineGenerator.self)

    @Test(
        "MUS-03: distortion and noise are at least 110 dB below the sine",
        arguments: [27.5, 440, 997, 5_000, 15_000], [44_100.0, 48_000, 96_000])
    func distortionAndNoiseAreBelow110Decibels(frequency: Double, sampleRate: Double) {
        let samples = UnitRenderer(sine, sampleRate: sampleRate)
            .render(["freq": .controlRate(Float(frequency))], frameCount: Int(sampleRate))[0]
        let fit = SineFit(samples, frequency: frequency, sampleRate: sampleRate)
        #expect(fit.distortion <= -110)
        #expect(abs(fit.amplitude - 1) < 1e-4)
        #expect(abs(fit.phase) < 1e-6, "the initial phase is 0")
    }

    /// Measured as the phase deviation after 10 minutes of audio.
    @Test("MUS-01: the pitch is accurate to ±0.001 cent", arguments: [20.0, 440, 997, 4186.0087890625, 15_000])
    func frequencyIsAccurateToAThousandthOfACent(frequency: Double) {
        let sampleRate = 48_000.0
        let renderer = UnitRenderer(sine, sampleRate: sampleRate)
        let inputs: [String: TestSignal] = ["freq": .controlRate(Float(frequency))]
        // Rendered in blocks of 8192 frames and discarded, except for the last second.
        let seconds = 600.0
        let skipped = Int(seconds * sampleRate) / 8192 * 8192
        for _ in 0..<skipped / 8192 { _ = renderer.render(inputs, frameCount: 8192, blockSizes: [8192]) }
        let last = renderer.render(inputs, frameCount: 48_000, blockSizes: [8192])[0]
        let fit = SineFit(last, frequency: frequency, sampleRate: sampleRate)
        let expected = (Double(skipped) * frequency / sampleRate).truncatingRemainder(dividingBy: 1)
        let gained = (fit.phase - expected) - (fit.phase - expected).rounded()
        let cents = 1200 * log2(1 + gained / (frequency * Double(skipped) / sampleRate))
        #expect(abs(cents) <= 0.001)
        #expect(abs(gained) < 1e-5, "in cycles; the accumulator does not drift")
    }

    @Test("MUS-04: two oscillators of one frequency, started together, null after 10 minutes")
    func equalFrequenciesStayInPhase() {
        let inputs: [String: TestSignal] = ["freq": .controlRate(441.7)]
        let (one, other) = (UnitRenderer(sine), UnitRenderer(sine))
        for _ in 0..<600 * 48_000 / 8192 {
            _ = one.render(inputs, frameCount: 8192, blockSizes: [8192])
            _ = other.render(inputs, frameCount: 8192, blockSizes: [8192])
        }
        #expect(one.render(inputs, frameCount: 4800) == other.render(inputs, frameCount: 4800))
    }

    @Test func frequencyChangeKeepsPhase() {
        var random = RepeatableRandom(seed: 9)
        let renderer = UnitRenderer(sine)
        var previous = (sample: Float(0), step: Float(1))
        for _ in 0..<500 {
            let frequency = Float.random(in: 0...10_000, using: &random)
            let count = Int.random(in: 1...100, using: &random)
            let samples = renderer.render(["freq": .controlRate(frequency)], frameCount: count)[0]
            // The largest step of a sine is its slope at zero.
            let step = 2 * Float.pi * frequency / 48_000
            var last = previous.sample
            for (index, sample) in samples.enumerated() {
                let limit = index == 0 ? max(step, previous.step) : step
                #expect(abs(sample - last) <= limit * 1.0001 + 1e-6)
                last = sample
            }
            previous = (last, step)
        }
    }

    @Test func negativeFrequencyRunsBackwards() {
        let forward = UnitRenderer(sine).render(["freq": .controlRate(1000)], frameCount: 1000)[0]
        let backward = UnitRenderer(sine).render(["freq": .controlRate(-1000)], frameCount: 1000)[0]
        for (one, other) in zip(forward, backward) { #expect(abs(one + other) < 1e-6) }
    }

    /// As in the built-in tone: the output starts at phase 0, and each frequency applies from its frame on.
    @Test func startsAtPhaseZeroAndFollowsFrequencyPerFrame() {
        let samples = UnitRenderer(sine).render(["freq": .audioRate([12_000, 6_000, 0, 48_000])], frameCount: 4)[0]
        #expect(samples[0] == 0 && abs(samples[1] - 1) < 1e-6)
        #expect(abs(samples[2] - Float(0.5).squareRoot()) < 1e-5 && samples[3] == samples[2])
    }

    @Test func zeroHertzIsConstant() {
        let samples = UnitRenderer(sine).render(["freq": .controlRate(0)], frameCount: 100)[0]
        #expect(samples.allSatisfy { $0 == 0 })
    }
}

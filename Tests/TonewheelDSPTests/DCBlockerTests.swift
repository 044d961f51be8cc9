import Foundation
import TestSupport
import Testing
import TonewheelDSP

@Suite struct DCBlockerTests {
    private func filtered(_ samples: [Float], sampleRate: Double = 48_000, channelCount: Int = 1) -> [Float] {
        var blocker = DCBlocker(sampleRate: sampleRate, channelCount: channelCount)
        var samples = samples
        blocker.process(&samples, frameCount: samples.count / channelCount)
        return samples
    }

    @Test(arguments: [8000, 44_100, 48_000, 192_000.0])
    func offsetDecaysWithinOneSecond(sampleRate: Double) {
        let samples = filtered([Float](repeating: 0.5, count: Int(sampleRate)), sampleRate: sampleRate)
        #expect(samples[0] == 0.5)
        #expect(abs(samples[Int(sampleRate / 2)]) < 1e-3)
        #expect(abs(samples.last!) < 1e-5)
    }

    @Test(arguments: [(20, 0.05), (100, 0.002), (1000, 0.002), (23_000, 0.002)])
    func audibleFrequenciesPass(frequency: Double, lossAllowed: Double) {
        let rate = 48_000.0
        let sine = (0..<3 * 48_000).map { Float(0.8 * sin(2 * .pi * frequency * Double($0) / rate)) }
        // The start of a sine has a constant part, which takes time to decay.
        let fit = SineFit(filtered(sine)[96_000...], frequency: frequency, sampleRate: rate)
        #expect(abs(20 * log10(fit.amplitude / 0.8)) < lossAllowed)
        #expect(fit.distortion < -140)
    }

    @Test func losesThreeDecibelsAtCorner() {
        let sine = (0..<10 * 8000).map { Float(sin(2 * .pi * DCBlocker.corner * Double($0) / 8000)) }
        let fit = SineFit(filtered(sine, sampleRate: 8000)[40_000...], frequency: DCBlocker.corner, sampleRate: 8000)
        #expect(abs(20 * log10(fit.amplitude) + 3.01) < 0.01)
    }

    @Test func channelsHaveSeparateMeans() {
        let frames = (0..<3 * 1000).map { [1, -0.5, 0][$0 % 3] as Float }
        let samples = filtered(frames, channelCount: 3)
        for channel in 0..<3 {
            let alone = filtered([Float](repeating: frames[channel], count: 1000))
            for frame in 0..<1000 { #expect(samples[3 * frame + channel] == alone[frame]) }
        }
    }

    @Test func settlesInSilence() {
        var blocker = DCBlocker(sampleRate: 1000, channelCount: 1)
        var samples = [Float](repeating: 1, count: 1000)
        blocker.process(&samples, frameCount: 1000)
        for _ in 0..<20 {
            samples = [Float](repeating: 0, count: 1000)
            blocker.process(&samples, frameCount: 1000)
        }
        #expect(samples.allSatisfy { $0 == 0 })
        // The state is at rest: subsequent output equals that of a new filter.
        var (settled, fresh) = ([0.1, 0.2, 0.3] as [Float], [0.1, 0.2, 0.3] as [Float])
        blocker.process(&settled, frameCount: 3)
        blocker.reset()
        blocker.process(&fresh, frameCount: 3)
        #expect(settled == fresh)
    }
}

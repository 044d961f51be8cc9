import Foundation
import TestSupport
import Testing
import TonewheelDSP

@Suite struct OutputProtectionTests {
    private static let sampleRate = 48_000.0
    private static let latency = 48

    private struct Outcome {
        var frames: [Float]
        var nonFiniteSamples: Int
        var clippedSamples: Int
        var limitedFrames: Int
        var gainReduction: Float
    }

    private func protected(
        _ frames: [Float], channelCount: Int = 1, sampleRate: Double = sampleRate, blockSizes: [Int] = []
    ) -> Outcome {
        var protection = OutputProtection(sampleRate: sampleRate, channelCount: channelCount)
        var frames = frames
        let frameCount = frames.count / channelCount
        var (start, index) = (0, 0)
        while start < frameCount {
            let size = blockSizes.isEmpty ? frameCount : min(blockSizes[index % blockSizes.count], frameCount - start)
            frames.withUnsafeMutableBufferPointer {
                protection.process($0.baseAddress! + start * channelCount, frameCount: size)
            }
            start += size
            index += 1
        }
        return Outcome(
            frames: frames, nonFiniteSamples: protection.nonFiniteSamples, clippedSamples: protection.clippedSamples,
            limitedFrames: protection.limitedFrames, gainReduction: protection.gainReduction)
    }

    private func sine(_ frequency: Double, amplitude: Double, seconds: Double) -> [Float] {
        (0..<Int(seconds * Self.sampleRate)).map {
            Float(amplitude * sin(2 * .pi * frequency * Double($0) / Self.sampleRate))
        }
    }

    /// Harmful signals for a loudspeaker, 20 dB above full scale and more.
    private enum OverloadSignal: String, CaseIterable {
        case sine, square, lowSquare, step, impulses, noise, ramp, bursts, extremes

        func frames(_ count: Int) -> [Float] {
            var random = RepeatableRandom(seed: 4)
            return (0..<count).map { index in
                switch self {
                case .sine: Float(10 * sin(0.1 * Double(index)))
                case .square: index / 24 % 2 == 0 ? 10 : -10
                case .lowSquare: index / 2400 % 2 == 0 ? 10 : -10
                case .step: index < 1000 ? 0 : 10
                case .impulses: random.next() % 37 == 0 ? .random(in: -30...30, using: &random) : 0.3
                case .noise: .random(in: -10...10, using: &random)
                case .ramp: Float(index) * 0.01
                case .bursts: index % 3000 < 40 ? 100 : 0.8
                case .extremes:
                    [1, -1][index % 2] * Float(sign: .plus, exponent: index * 7 % 254 - 126, significand: 1.999)
                }
            }
        }
    }

    @Test(arguments: OverloadSignal.allCases, [[], [64], [1, 7, 300]])
    private func outputStaysBelowCeiling(overload: OverloadSignal, blockSizes: [Int]) {
        let outcome = protected(overload.frames(12_000), blockSizes: blockSizes)
        let peak = outcome.frames.reduce(0) { max($0, abs($1)) }
        #expect(peak <= OutputProtection.ceiling)
        #expect(peak > 0.7)
        #expect(outcome.clippedSamples == 0)
        #expect(outcome.limitedFrames > 0)
    }

    @Test(arguments: [100, 8000, 44_100, 192_000.0])
    func outputStaysBelowCeilingAtAnySampleRate(sampleRate: Double) {
        let outcome = protected(OverloadSignal.noise.frames(12_000), sampleRate: sampleRate)
        #expect(outcome.frames.allSatisfy { abs($0) <= OutputProtection.ceiling })
        #expect(outcome.clippedSamples == 0)
    }

    @Test(arguments: OverloadSignal.allCases)
    private func outputDoesNotDependOnBlockSize(overload: OverloadSignal) {
        // The signal continues long enough for the limiter to come to rest at any position in a block.
        let frames = overload.frames(6000) + sine(1000, amplitude: 0.1, seconds: 0.6)
        let whole = protected(frames, channelCount: 2, sampleRate: 8000)
        #expect(whole.gainReduction > 0)
        for blockSizes in [[1], [64], [47, 1, 48, 49], [0, 1000, 3]] {
            let pieces = protected(frames, channelCount: 2, sampleRate: 8000, blockSizes: blockSizes)
            #expect(pieces.frames.map(\.bitPattern) == whole.frames.map(\.bitPattern))
            #expect(blockSizes.last! > 100 || pieces.gainReduction == 0)
            #expect(pieces.limitedFrames == whole.limitedFrames)
        }
    }

    @Test func sineBelowCeilingPasses() {
        let outcome = protected(sine(1000, amplitude: 0.85, seconds: 2))
        let fit = SineFit(outcome.frames[48_000...], frequency: 1000, sampleRate: Self.sampleRate)
        #expect(abs(20 * log10(fit.amplitude / 0.85)) < 0.002)
        #expect(fit.distortion < -140)
        #expect(abs(fit.phase) < 0.02 / Double(Self.latency))  // the latency is a whole cycle
        #expect(outcome.limitedFrames == 0)
        #expect(outcome.gainReduction == 0)
    }

    @Test func impulseIsDelayedByLatency() {
        var impulse = [Float](repeating: 0, count: 400)
        impulse[100] = 0.5
        let protection = OutputProtection(sampleRate: Self.sampleRate, channelCount: 1)
        let latency = protection.latencyFrames
        #expect(latency == Self.latency)
        let output = protected(impulse).frames
        #expect(output[..<(100 + latency)].allSatisfy { $0 == 0 })
        #expect(output[100 + latency] == 0.5)
        #expect(output[(101 + latency)...].allSatisfy { abs($0) < 2e-4 })
    }

    @Test func channelsShareGain() {
        let loud = OverloadSignal.impulses.frames(5000)
        // The other channel contains a quiet tone that reveals the gain, which must fall whenever the first channel is
        // loud.
        let quiet = sine(3000, amplitude: 0.25, seconds: 1)
        let frames = (0..<5000).flatMap { [loud[$0], quiet[$0]] }
        var blocker = DCBlocker(sampleRate: Self.sampleRate, channelCount: 2)
        var blocked = frames
        blocker.process(&blocked, frameCount: 5000)
        let output = protected(frames, channelCount: 2).frames
        for frame in 0..<5000 - Self.latency {
            let (before, after) = (2 * frame, 2 * (frame + Self.latency))
            guard abs(blocked[before]) > 0.05, abs(blocked[before + 1]) > 0.05 else { continue }
            let gains = (output[after] / blocked[before], output[after + 1] / blocked[before + 1])
            #expect(abs(gains.0 - gains.1) < 1e-5)
        }
    }

    @Test func recoversFromBurst() {
        let frames = sine(1000, amplitude: 10, seconds: 0.5) + sine(1000, amplitude: 0.5, seconds: 2)
        let outcome = protected(frames, blockSizes: [64])
        let fit = SineFit(outcome.frames[96_000...], frequency: 1000, sampleRate: Self.sampleRate)
        #expect(abs(fit.amplitude - 0.5) < 1e-4)
        #expect(outcome.limitedFrames > 24_000 && outcome.limitedFrames < 72_000)
        #expect(outcome.gainReduction == 0)
    }

    @Test func extremeSampleHasNoLastingEffect() {
        var frames = sine(1000, amplitude: 0.5, seconds: 1)
        let expected = protected(frames).frames
        frames[1000] = .greatestFiniteMagnitude
        let output = protected(frames).frames
        for frame in 24_000..<48_000 { #expect(abs(output[frame] - expected[frame]) < 0.05) }
    }

    @Test func reportsGainReduction() {
        let outcome = protected(sine(1000, amplitude: 10, seconds: 0.5))
        #expect(abs(outcome.gainReduction - 21) < 0.1)
    }

    @Test func offsetDecaysWithinOneSecond() {
        let outcome = protected([Float](repeating: 0.5, count: 48_000 + Self.latency))
        #expect(abs(outcome.frames.last!) < 1e-3)
        #expect(outcome.limitedFrames == 0)
    }

    @Test func nonFiniteSamplesBecomeSilence() {
        var frames = sine(1000, amplitude: 0.5, seconds: 0.1)
        var silenced = frames
        for (index, value) in [(10, Float.nan), (700, .infinity), (701, -.infinity), (1400, .signalingNaN)] {
            frames[index] = value
            silenced[index] = 0
        }
        let outcome = protected(frames)
        #expect(outcome.nonFiniteSamples == 4)
        #expect(outcome.frames == protected(silenced).frames)
        let nothing = protected([Float](repeating: .nan, count: 1000), channelCount: 2)
        #expect(nothing.frames.allSatisfy { $0 == 0 })
        #expect(nothing.nonFiniteSamples == 1000)
    }

    @Test func silenceStaysSilence() {
        let outcome = protected([Float](repeating: 0, count: 10_000), channelCount: 2, blockSizes: [64])
        #expect(outcome.frames.allSatisfy { $0 == 0 })
        #expect(outcome.limitedFrames == 0)
        #expect(outcome.gainReduction == 0)
    }

    @Test func subnormalSamplesPass() {
        let frames = (0..<1000).map { Float.leastNonzeroMagnitude * Float($0 % 2 == 0 ? 1000 : -1000) }
        let outcome = protected(frames)
        for frame in Self.latency..<1000 {
            #expect(abs(outcome.frames[frame] - frames[frame - Self.latency]) <= 2 * .leastNonzeroMagnitude)
        }
    }

    @Test func resetRestoresInitialState() {
        var protection = OutputProtection(sampleRate: Self.sampleRate, channelCount: 2)
        let frames = OverloadSignal.noise.frames(4000)
        var (first, second) = (frames, frames)
        protection.process(&first, frameCount: 2000)
        protection.reset()
        let (lowest, counted) = (protection.lowestGain, protection.limitedFrames)
        #expect(lowest == 1)
        #expect(counted > 0)
        protection.process(&second, frameCount: 2000)
        #expect(first == second)
    }
}

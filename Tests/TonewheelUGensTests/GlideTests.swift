import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct GlideTests {
    private let unit = UnitEntry(TonewheelUGens.Glide.self)

    /// The output starts at the input's value, and reaches a new value in 64 frames.
    @Test func rampsLinearlyToNewValue() {
        let samples = UnitRenderer(unit).render(
            ["in": .controlRateByBlock([0.5, 1, 1])], frameCount: 192)[0]
        #expect(samples[..<64].allSatisfy { $0 == 0.5 })
        for frame in 0..<64 { #expect(abs(samples[64 + frame] - (0.5 + Float(frame + 1) / 128)) < 1e-6) }
        #expect(samples[127...].allSatisfy { $0 == 1 })
    }

    @Test func newTargetRedirectsRamp() {
        let values = [Float](repeating: 0, count: 1) + [Float](repeating: 1, count: 4) + [0, 0, 0, 0, 0, 0]
        let samples = UnitRenderer(unit).render(
            ["in": .audioRate(values), "frames": .controlRate(8)], frameCount: 11)[0]
        #expect(samples[..<5] == [0, 0.125, 0.25, 0.375, 0.5])
        for frame in 5..<11 { #expect(abs(samples[frame] - (0.5 - 0.0625 * Float(frame - 4))) < 1e-6) }
    }

    /// `frames` is ignored during a ramp, and so are invalid values of it.
    @Test func lengthIsReadAtRampStart() {
        let values = [0, 1, 1, 1, 1, 1, 2, 2, 3, 4] as [Float]
        let frames = [64, 4, 1, 1000, .nan, 2, 2.9, 64, .nan, -5] as [Float]
        let samples = UnitRenderer(unit).render(
            ["in": .audioRate(values), "frames": .audioRate(frames)], frameCount: 10)[0]
        #expect(samples == [0, 0.25, 0.5, 0.75, 1, 1, 1.5, 2, 3, 4])
    }

    /// The output equals the gain of the built-in tone bit for bit.
    @Test func matchesGlideOfBuiltInTone() {
        var random = RepeatableRandom(seed: 3)
        var targets: [Float] = []
        // Each value differs from the previous one, since only a change starts a glide.
        for _ in 0..<50 { targets.append(Float.random(in: 0...1, using: &random)) }
        let samples = UnitRenderer(unit).render(
            ["in": .controlRateByBlock(targets)], frameCount: 50 * 40, blockSizes: [40])[0]
        var gain = TonewheelDSP.Glide(targets[0], length: 64)
        var expected: [Float] = []
        for target in targets {
            if target != targets[0] { gain.glide(to: target) }
            var ones = [Float](repeating: 1, count: 40)
            gain.apply(to: &ones, frameCount: 40)
            expected += ones
        }
        #expect(samples == expected)
    }

    /// Ramps longer and shorter than a block. The law tests use values of −1 … 1, which are ramps of one frame.
    @Test(arguments: [2, 20, 64, 100, 1000] as [Float]) func piecesAndBlockSizesDoNotAffectOutput(frames: Float) {
        var random = RepeatableRandom(seed: 8)
        var steps: [Float] = []
        while steps.count < 640 {
            let value = Float.random(in: -1...1, using: &random)
            steps += [Float](repeating: value, count: Int.random(in: 1...90, using: &random))
        }
        for input in [TestSignal.audioRate(steps), .controlRateByBlock([0, 1, 1, -1, -1, -1, 0.5])] {
            let inputs = ["in": input, "frames": .controlRate(frames)]
            func render(_ blockSizes: [Int] = [64], splits: [Int] = []) -> [UInt32] {
                UnitRenderer(unit, maximumFrameCount: 640).render(
                    inputs, frameCount: 640, blockSizes: blockSizes, splits: splits)[0].map(\.bitPattern)
            }
            let whole = render()
            for splits in [[1], [32], [63], [20, 40], [1, 2, 3, 62, 63]] { #expect(render(splits: splits) == whole) }
            if case .audioRate = input {
                for blockSizes in [[1], [640], [7, 1, 300]] { #expect(render(blockSizes) == whole) }
            }
        }
    }

    /// The initial value is the value of the input before the first block.
    @Test func initialValueIsThatOfInput() {
        let renderer = UnitRenderer(unit)
        _ = renderer.render(["in": .controlRate(0.75)], frameCount: 64, primes: true)
        #expect(renderer.initialValues == [0.75])
    }
}

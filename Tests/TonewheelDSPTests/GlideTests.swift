import Testing
import TonewheelDSP

@Suite struct GlideTests {
    private func ones(_ glide: inout Glide, _ count: Int) -> [Float] {
        var samples = [Float](repeating: 1, count: count)
        glide.apply(to: &samples, frameCount: count)
        return samples
    }

    @Test func reachesTargetLinearlyAfterLength() {
        var glide = Glide(0, length: 64)
        glide.glide(to: 1)
        let samples = ones(&glide, 100)
        for frame in 0..<64 { #expect(abs(samples[frame] - Float(frame + 1) / 64) < 1e-6) }
        #expect(samples[63...].allSatisfy { $0 == 1 })
        #expect(glide.hasReachedTarget)
    }

    @Test func newTargetStartsFromCurrentValue() {
        var glide = Glide(0, length: 64)
        glide.glide(to: 1)
        _ = ones(&glide, 32)
        glide.glide(to: 0)
        let samples = ones(&glide, 64)
        #expect(abs(samples[0] - 0.5 * 63 / 64) < 1e-6)
        #expect(samples[63] == 0)
        for frame in 1..<64 { #expect(samples[frame] < samples[frame - 1]) }
    }

    @Test func divisionIntoPiecesDoesNotAffectOutput() {
        var (whole, pieces) = (Glide(0.3, length: 64), Glide(0.3, length: 64))
        whole.glide(to: 0.9)
        pieces.glide(to: 0.9)
        let expected = ones(&whole, 100)
        var samples: [Float] = []
        for count in [1, 2, 60, 0, 5, 32] { samples += ones(&pieces, count) }
        #expect(samples == expected)
    }

    @Test func glideToCurrentValueIsNoOp() {
        var glide = Glide(0.5, length: 64)
        glide.glide(to: 0.5)
        #expect(glide.hasReachedTarget)
        #expect(ones(&glide, 3) == [0.5, 0.5, 0.5])
    }

    @Test func writtenValuesEqualAppliedGains() {
        var (values, gains, single) = (Glide(0.3, length: 64), Glide(0.3, length: 64), Glide(0.3, length: 64))
        for target in [0.9, 0.9, -2, 0.1] as [Float] {
            for count in [1, 30, 50] {
                values.glide(to: target)
                gains.glide(to: target)
                single.glide(to: target)
                var samples = [Float](repeating: 7, count: count)
                values.write(to: &samples, frameCount: count)
                #expect(samples == ones(&gains, count))
                #expect(samples == (0..<count).map { _ in single.next() })
            }
        }
    }

    @Test func lengthCanBeSetPerGlide() {
        var glide = Glide(0, length: 64)
        glide.glide(to: 1, over: 4)
        #expect((0..<5).map { _ in glide.next() } == [0.25, 0.5, 0.75, 1, 1])
        glide.glide(to: 0, over: 1)
        #expect(glide.next() == 0 && glide.hasReachedTarget)
    }
}

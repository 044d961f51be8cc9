import CVectorClones
import TestSupport
import Testing
import TonewheelDSP
import TonewheelRealtime

/// Tests that the loops in C yield the same bits as the formulas in Swift: those that the loader has chosen for this
/// processor, and the clones for other processors that this one can run.
@Suite struct VectorsTests {
    /// Whole vectors of every width, and remainders.
    private static let counts = Array(0...67) + [127, 512]

    @Test(arguments: counts, VectorLoops.all)
    func sineRampMatchesSineCurveBitExactly(count: Int, loops: VectorLoops) {
        var random = RepeatableRandom(seed: UInt64(count))
        for _ in 0..<20 {
            let phase = UInt32(truncatingIfNeeded: random.next())
            let step = UInt32(truncatingIfNeeded: random.next())
            var output = [Float](repeating: 7, count: count + 1)
            loops.sineRamp(&output, from: phase, step: step, count: count)
            for frame in 0..<count {
                let expected = SineCurve.value(at: phase &+ UInt32(frame) &* step)
                #expect(output[frame].bitPattern == expected.bitPattern)
            }
            #expect(output[count] == 7)  // not overwritten
        }
    }

    @Test(arguments: counts, VectorLoops.all)
    func sineOfBitsMatchesSineCurveBitExactly(count: Int, loops: VectorLoops) {
        var random = RepeatableRandom(seed: UInt64(count))
        let corners: [UInt32] = [0, 1, 0x3FFF_FFFF, 0x4000_0000, 0x7FFF_FFFF, 0x8000_0000, 0xC000_0000, 0xFFFF_FFFF]
        let phases = (0..<count).map { _ in
            let bits = random.next()
            return bits & 7 == 0 ? corners[Int(bits >> 3 & 7)] : UInt32(truncatingIfNeeded: bits >> 32)
        }
        var samples = phases.map { Float(bitPattern: $0) } + [7]
        loops.sine(ofBits: &samples, count: count)
        for (sample, phase) in zip(samples, phases) {
            #expect(sample.bitPattern == SineCurve.value(at: phase).bitPattern)
        }
        #expect(samples[count] == 7)
    }

    @Test(arguments: counts, VectorLoops.all)
    func triangleRampMatchesTwoLinesBitExactly(count: Int, loops: VectorLoops) {
        var random = RepeatableRandom(seed: UInt64(count))
        for width in [0.001, 0.3, 0.5, 0.999] as [Float] {
            let phase = UInt32(truncatingIfNeeded: random.next())
            let step = UInt32(truncatingIfNeeded: random.next())
            let (rise, fall) = (2 / width, 2 / (1 - width))
            var output = [Float](repeating: 7, count: count + 1)
            loops.triangleRamp(&output, from: phase, step: step, rise: rise, fall: fall, count: count)
            for frame in 0..<count {
                let position = Float(Int32((phase &+ UInt32(frame) &* step) >> 1)) * 0x1p-31
                let rising = position * rise - 1
                let falling = (1 - position) * fall - 1
                #expect(output[frame].bitPattern == min(rising, falling).bitPattern)
            }
            #expect(output[count] == 7)
        }
    }

    @Test(arguments: counts, VectorLoops.all)
    func accumulateAddsPerFrame(count: Int, loops: VectorLoops) {
        var random = RepeatableRandom(seed: UInt64(count))
        let input = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
        let before = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
        var output = before + [7]
        #expect(loops.accumulate(&output, input, count: count) == 0)
        #expect(Array(output.dropLast()) == zip(before, input).map { $0 + $1 })
        #expect(output[count] == 7)
    }

    @Test(arguments: VectorLoops.all) func accumulateIntoSameMemoryDoubles(loops: VectorLoops) {
        var samples = (0..<67).map { Float($0) * 0.1 }
        let expected = samples.map { $0 + $0 }
        samples.withUnsafeMutableBufferPointer { samples in
            guard let base = samples.baseAddress else { return }
            #expect(loops.accumulate(base, base, count: samples.count) == 0)
        }
        #expect(samples == expected)
    }

    /// One non-finite sample at each position, and then many.
    @Test(arguments: counts, VectorLoops.all)
    func nonFiniteSamplesAreExcluded(count: Int, loops: VectorLoops) {
        var random = RepeatableRandom(seed: UInt64(count))
        let bad: [Float] = [.nan, .signalingNaN, .infinity, -.infinity, -.nan]
        let clean = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
        let before = (0..<count).map { _ in Float.random(in: -2...2, using: &random) }
        for trial in 0..<count + 3 {
            var input = clean
            if trial < count {
                input[trial] = bad[trial % bad.count]
            } else {
                for place in 0..<count where Bool.random(using: &random) { input[place] = bad[place % bad.count] }
            }
            let lost = input.count { !$0.isFinite }
            var output = before + [7]
            #expect(loops.accumulate(&output, input, count: count) == lost)
            #expect(output == zip(before, input).map { $1.isFinite ? $0 + $1 : $0 } + [7])
            output = before + [7]
            #expect(loops.copyFinite(&output, input, count: count) == lost)
            #expect(output == input.map { $0.isFinite ? $0 : 0 } + [7])
        }
    }

    /// A sample is not added if its sum with the output is infinite.
    @Test(arguments: counts, VectorLoops.all)
    func sumsStayFinite(count: Int, loops: VectorLoops) {
        let most = Float.greatestFiniteMagnitude
        for (present, sample, isAdded) in [
            (most, most, false), (-most, -most, false), (most, -most, true), (most, 0x1p64, true),
            (-most, 0x1p103, true), (most, 0x1p103, false), (most, 1, true), (1, most, true),
        ] {
            for place in 0..<count {
                var output = [Float](repeating: 1, count: count)
                var input = [Float](repeating: 2, count: count)
                (output[place], input[place]) = (present, sample)
                let expected = output.indices.map {
                    $0 == place && !isAdded ? output[$0] : output[$0] + input[$0]
                }
                #expect(loops.accumulate(&output, input, count: count) == (isAdded ? 0 : 1))
                #expect(output == expected)
                #expect(output.allSatisfy { $0.isFinite })
            }
        }
    }

    /// Samples are kept even if their sum is infinite.
    @Test(arguments: counts, VectorLoops.all)
    func largestFiniteSamplesAreKept(count: Int, loops: VectorLoops) {
        let input = [Float](repeating: .greatestFiniteMagnitude, count: count)
        var output = [Float](repeating: 0, count: count)
        #expect(loops.accumulate(&output, input, count: count) == 0)
        #expect(output == input)
        output = [Float](repeating: 0, count: count)
        #expect(loops.copyFinite(&output, input, count: count) == 0)
        #expect(output == input)
    }
}

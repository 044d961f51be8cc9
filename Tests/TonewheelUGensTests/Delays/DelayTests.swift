import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct DelayTests {
    private func impulse(_ unit: UnitEntry, delay: Float, decay: Float = 0, frameCount: Int = 2000) -> [Float] {
        var samples = [Float](repeating: 0, count: frameCount)
        samples[0] = 1
        return UnitRenderer(unit, values: ["longest": 0.05, "delay": delay]).render(
            [
                "in": .audioRate(samples), "longest": .controlRate(0.05), "delay": .controlRate(delay),
                "decay": .controlRate(decay),
            ], frameCount: frameCount)[0]
    }

    @Test func delaysByDelayTime() {
        let units = [UnitEntry(DelayN.self), UnitEntry(DelayL.self), UnitEntry(DelayC.self)]
        for unit in units {
            let output = impulse(unit, delay: 0.0078125)  // 375 frames
            #expect(output[375] == 1)
            #expect(output.filter { $0 != 0 }.count == 1)
            #expect(impulse(unit, delay: 0)[0] == 1)
            #expect(impulse(unit, delay: .nan)[1] == 1)
        }
    }

    /// Returns the frames of the first echoes of an impulse, with a delay that may change.
    private func echoes(_ unit: UnitEntry, delay: TestSignal, decay: Float = 0, frameCount: Int = 9000) -> [Int] {
        var samples = [Float](repeating: 0, count: frameCount)
        samples[0] = 1
        samples[8000] = 1
        let output = UnitRenderer(unit, maximumFrameCount: 64, values: ["longest": 0.05]).render(
            [
                "in": .audioRate(samples), "longest": .controlRate(0.05), "delay": delay, "decay": .controlRate(decay),
            ], frameCount: frameCount)[0]
        return output.indices.filter { abs(output[$0]) > 1e-6 }
    }

    @Test func zeroDelayIsShortestDelay() {
        let none = [TestSignal.controlRate(0), .audioRate([Float](repeating: 0, count: 9000)), .controlRate(-1)]
        for delay in none {
            for unit in [
                UnitEntry(CombN.self), UnitEntry(CombL.self), UnitEntry(AllpassN.self), UnitEntry(AllpassL.self),
                UnitEntry(DelayN.self), UnitEntry(DelayL.self), UnitEntry(DelayC.self),
            ] { #expect(echoes(unit, delay: delay) == [1, 8001], "\(unit)") }
            for unit in [UnitEntry(CombC.self), UnitEntry(AllpassC.self)] {
                #expect(echoes(unit, delay: delay) == [2, 8002], "\(unit)")
            }
        }
    }

    /// A delay line of 0.05 s, in blocks of 64 frames, has 4096 frames.
    @Test func delaysAreClampedToLineLength() {
        for delay in [TestSignal.controlRate(0.4), .audioRate([Float](repeating: 0.4, count: 9000))] {
            for unit in [UnitEntry(CombN.self), UnitEntry(CombL.self), UnitEntry(CombC.self)] {
                #expect(echoes(unit, delay: delay) == [4096], "\(unit)")
            }
            // As in scsynth, a plain delay reads the frame just written once the line is full.
            for unit in [UnitEntry(DelayN.self), UnitEntry(DelayL.self), UnitEntry(DelayC.self)] {
                #expect(echoes(unit, delay: delay) == [8000], "\(unit)")
            }
        }
        #expect(echoes(UnitEntry(DelayN.self), delay: .controlRate(0.0625)) == [3000])
    }

    @Test func fractionalDelaysAreInterpolated() {
        let delay = Float(100.25 / 48_000)
        #expect(impulse(UnitEntry(DelayN.self), delay: delay)[100] == 1)
        let linear = impulse(UnitEntry(DelayL.self), delay: delay)
        #expect(abs(linear[100] - 0.75) < 1e-4 && abs(linear[101] - 0.25) < 1e-4)
        let cubic = impulse(UnitEntry(DelayC.self), delay: delay)
        let sum: Float = cubic[99...102].reduce(0, +)
        #expect(abs(sum - 1) < 1e-5)
        #expect(abs(cubic[100] - 0.8671875) < 1e-3)
    }

    @Test func echoesDecayBySixtyDecibelsInDecayTime() {
        for unit in [UnitEntry(CombN.self), UnitEntry(CombL.self), UnitEntry(CombC.self)] {
            let output = impulse(unit, delay: 0.0078125, decay: 0.015625)
            let factor = Float(pow(0.001, 0.5))
            #expect(output[375] == 1)
            #expect(abs(output[750] - factor) < 1e-6)
            #expect(abs(output[1125] - factor * factor) < 1e-6)
            #expect(impulse(unit, delay: 0.0078125, decay: -0.015625)[750] < 0)
            #expect(impulse(unit, delay: 0.0078125, decay: 0)[750] == 0)
        }
    }

    @Test func allpassFiltersPreserveEnergy() {
        for unit in [UnitEntry(AllpassN.self), UnitEntry(AllpassL.self)] {
            let output = impulse(unit, delay: 0.001953125, decay: 0.01, frameCount: 8000)  // 93.75 frames
            if unit.spec.name == "AllpassN" {
                let energy = output.reduce(0) { $0 + Double($1) * Double($1) }
                #expect(abs(energy - 1) < 1e-4)
            }
            #expect(output[0] < 0)
        }
    }

    @Test func delayChangeIsRampedOverBlock() {
        let renderer = UnitRenderer(UnitEntry(DelayL.self), values: ["longest": 0.05])
        let ramp = (0..<1600).map { Float($0) }
        _ = renderer.render(["in": .audioRate(ramp), "delay": .controlRate(0.001)], frameCount: 1536)
        let later = (0..<64).map { Float($0 + 1536) }
        let output = renderer.render(["in": .audioRate(later), "delay": .controlRate(0.002)], frameCount: 64)[0]
        for frame in 0..<64 {
            let delay: Float = 48 + 48 * Float(frame + 1) / 64
            let expected: Float = later[frame] - delay
            #expect(abs(output[frame] - expected) < 0.01)
        }
    }

    @Test func reverberationStartsAfterShortestComb() {
        var samples = [Float](repeating: 0, count: 48_000)
        samples[8] = 1
        let output = UnitRenderer(UnitEntry(FreeVerb.self)).render(
            ["in": .audioRate(samples), "mix": .controlRate(1)], frameCount: samples.count)[0]
        #expect(output.firstIndex { $0 != 0 } == 8 + 1116)
        #expect(abs(output[8 + 1116] - 0.015) < 1e-6)
        let early: Float = output[2000..<4000].map(abs).max() ?? 0
        let late: Float = output[40_000...].map(abs).max() ?? 0
        #expect(late < early / 4 && late > 0)
    }

    @Test func stereoReverberationUsesBothInputs() {
        var samples = [Float](repeating: 0, count: 4800)
        samples[8] = 1
        for input in ["left", "right"] {
            let output = UnitRenderer(UnitEntry(FreeVerb2.self)).render(
                [input: .audioRate(samples), "mix": .controlRate(1)], frameCount: samples.count)
            #expect(output[0].firstIndex { $0 != 0 } == 8 + 1116)
            #expect(output[1].firstIndex { $0 != 0 } == 8 + 1116 + 23)
        }
        let dry = UnitRenderer(UnitEntry(FreeVerb2.self)).render(
            ["right": .audioRate(samples), "mix": .controlRate(0)], frameCount: samples.count)
        #expect(dry[1] == samples)
        #expect(dry[0].allSatisfy { $0 == 0 })
    }

    /// As measured with scsynth: with interpolation the feedback is one frame ahead.
    @Test func interpolatedFeedbackIsOneFrameAhead() {
        for (unit, ahead) in [
            (UnitEntry(CombN.self), Float(0)), (UnitEntry(CombL.self), 1), (UnitEntry(CombC.self), 1),
        ] {
            let renderer = UnitRenderer(unit)
            func render(_ decay: Float) -> [Float] {
                renderer.render(
                    [
                        "in": .controlRate(1), "longest": .controlRate(0.1), "delay": .controlRate(0.001),
                        "decay": .controlRate(decay),
                    ], frameCount: 64)[0]
            }
            _ = render(0.01)
            // The first frame of the block is output 48 frames later.
            let echo = render(0.1)[48] - 1
            let (before, after) = (pow(0.001, Float(0.1)), pow(0.001, Float(0.01)))
            #expect(abs(echo - (before + ahead * (after - before) / 64)) < 1e-4, "\(unit)")
        }
    }
}

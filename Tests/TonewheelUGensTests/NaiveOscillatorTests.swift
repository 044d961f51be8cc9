import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// Tests of oscillators that are not band-limited: their formulas, one step ahead where scsynth is.
@Suite struct NaiveOscillatorTests {
    private func render<Unit: UnitGenerator>(
        _ unit: Unit.Type, _ inputs: [String: Float], rate: Rate = .audio
    ) -> [Float] {
        UnitRenderer(UnitEntry(unit), rate: rate).render(inputs.mapValues { .controlRate($0) }, frameCount: 4800)[0]
    }

    private func wrapped(_ x: Double) -> Double { x - 2 * ((x + 1) / 2).rounded(.down) }

    @Test(arguments: [97.0, 440, 5_000], [0.0, 0.3, 1.7])
    func sawtoothFollowsPhase(frequency: Double, phase: Double) {
        let samples = render(LFSaw.self, ["frequency": Float(frequency), "phase": Float(phase)])
        for (frame, sample) in samples.enumerated() {
            let expected = wrapped(phase + 2 * frequency * Double(frame + 1) / 48_000)
            // Near the jump the result depends on rounding.
            if abs(expected) < 0.999 { #expect(abs(Double(sample) - expected) < 1e-4) }
        }
    }

    @Test func trianglesParabolasAndCubicsApproximateSine() {
        for samples in [
            render(LFTri.self, ["frequency": 1000]), render(LFCub.self, ["frequency": 1000]),
            render(LFPar.self, ["frequency": 1000, "phase": 3]),
        ] {
            for frame in 0..<47 {
                let sine = sin(2 * .pi * Double(frame + 1) / 48)
                #expect(abs(Double(samples[frame]) - sine) < 0.22)
            }
            #expect(abs(samples[11] - 1) < 1e-4)
            #expect(abs(samples[23]) < 1e-4)
            #expect(abs(samples[35] + 1) < 1e-4)
        }
    }

    @Test func pulseIsHighForItsWidth() {
        let samples = render(LFPulse.self, ["frequency": 997, "width": 0.25])
        #expect(samples.allSatisfy { $0 == 0 || $0 == 1 })
        #expect(abs(samples.reduce(0, +) / 4800 - 0.25) < 0.01)
    }

    @Test func variableSawtoothRisesForItsWidth() {
        let samples = render(VarSaw.self, ["frequency": 480, "width": 0.2])
        for frame in 0..<100 {
            let phase = Double(frame) / 100
            let expected = phase < 0.2 ? phase / 0.2 * 2 - 1 : (1 - phase) / 0.8 * 2 - 1
            #expect(abs(Double(samples[frame]) - expected) < 1e-4)
        }
    }

    @Test(arguments: [0.0 as Float, 0.25, 0.99], [1000 as Float])
    func impulsesOccurAtCycleEnds(phase: Float, frequency: Float) {
        let first = phase == 0 ? 0 : phase == 0.25 ? 36 : 1
        let samples = render(Impulse.self, ["frequency": frequency, "phase": phase])
        let places = samples.indices.filter { samples[$0] == 1 }
        #expect(Array(places.prefix(3)) == [first, first + 48, first + 96])
        #expect(samples.filter { $0 != 0 }.count == 100)
    }

    private func places(_ frequency: TestSignal, _ phase: TestSignal, frameCount: Int = 48_000) -> [Int] {
        let samples = UnitRenderer(UnitEntry(Impulse.self)).render(
            ["frequency": frequency, "phase": phase], frameCount: frameCount)[0]
        return samples.indices.filter { samples[$0] == 1 }
    }

    @Test func backwardImpulsesOccurAtCycleStarts() {
        let places = places(.controlRate(-100), .controlRate(0.3))
        #expect(places.count == 100)
        #expect(places[0] == 145 && places[1] == 625)
        let fromZero = self.places(.controlRate(-100), .controlRate(0))
        #expect(fromZero.count == 100 && fromZero[0] == 0)
    }

    @Test func modulatedImpulsesOccurAtWholeCycles() {
        let frequencies = (0..<48_000).map { 300 * sin(2 * Float.pi * 5 * Float($0) / 48_000) }
        let places = places(.audioRate(frequencies), .controlRate(0.3))
        var expected: [Int] = []
        var cycles = 0.3
        for frame in frequencies.indices.dropLast() {
            let next = cycles + Double(frequencies[frame]) / 48_000
            if cycles.rounded(.down) != next.rounded(.down) { expected.append(frame + 1) }
            cycles = next
        }
        #expect(places.count == expected.count && places.count == 190)
        #expect(zip(places, expected).allSatisfy { abs($0 - $1) <= 1 })
    }

    /// 19 impulses up and 19 down in each of five periods, one at the start, and one at each return to the start.
    @Test func reversalOnWholeCycleYieldsOneImpulse() {
        let frequencies = (0..<48_000).map { 300 * sin(2 * Float.pi * 5 * Float($0) / 48_000) }
        let places = places(.audioRate(frequencies), .controlRate(0))
        #expect((195...196).contains(places.count))
    }

    @Test func audioRatePhaseYieldsImpulses() {
        // A range of −1 … 1 is two cycles. The integer at 0 is crossed; the return from 1 to −1 is a jump.
        let rising = (0..<48_000).map { Float(($0 + 240) % 480) / 240 - 1 }
        for saw in [rising, rising.map { -$0 }] {
            let places = places(.controlRate(0), .audioRate(saw))
            #expect(places.count == 100 && places[0] == 0)
            #expect(zip(places, places.dropFirst()).allSatisfy { abs($1 - $0 - 480) <= 1 })
        }
        // Combined with a frequency: 10 cycles per second plus 5.
        let line = (0..<48_000).map { Float($0) * 5 / 48_000 }
        #expect(places(.controlRate(10), .audioRate(line)).count == 15)
        // Backwards by 15 and forwards by 10. The end of the fifth cycle follows the end of the second.
        #expect(places(.controlRate(10), .audioRate(line.map { -3 * $0 })).count == 5)
    }

    @Test func oscillatorsAliasAboveHalfTheSampleRate() {
        for unit in [UnitEntry(LFSaw.self), UnitEntry(LFTri.self), UnitEntry(LFPar.self), UnitEntry(LFCub.self)] {
            for frequency in [31_234, -17_000, 500_000] as [Float] {
                let there = UnitRenderer(unit).render(["frequency": .controlRate(frequency)], frameCount: 480)[0]
                let alias = frequency - 48_000 * (frequency / 48_000).rounded()
                let here = UnitRenderer(unit).render(["frequency": .controlRate(alias)], frameCount: 480)[0]
                #expect(zip(there, here).allSatisfy { abs($0 - $1) < 0.01 || abs($0 - $1) > 1.9 }, "\(unit)")
            }
        }
    }

    /// As in scsynth: see `InitialPhase`.
    @Test func initialPhaseOutsideCycleIsKept() {
        let saw = render(LFSaw.self, ["frequency": 100, "phase": -2])
        #expect(abs(saw[0] + 1.9958333) < 1e-5 && abs(saw[700] - 0.92083) < 1e-3 && abs(saw[730] + 0.95417) < 1e-3)
        let above = render(LFSaw.self, ["frequency": 100, "phase": 3.7])
        #expect(abs(above[0] - 1.7041667) < 1e-5 && abs(above[1] + 0.2916667) < 1e-5)
        #expect(abs(render(LFTri.self, ["frequency": 100, "phase": -2])[0] + 1.9916667) < 1e-5)
        #expect(abs(render(LFPar.self, ["frequency": 100, "phase": -2])[0] + 2.966736) < 1e-5)
        #expect(abs(render(LFCub.self, ["frequency": 100, "phase": 5])[0] + 1.03771) < 1e-4)
        #expect(
            render(LFPulse.self, ["frequency": 100, "phase": -0.5, "width": 0.3]).prefix(383).allSatisfy { $0 == 1 })
        #expect(abs(render(VarSaw.self, ["frequency": 100, "phase": -0.5, "width": 0.3])[0] + 4.33333) < 1e-4)
        // Of a distant phase only the fraction is used.
        #expect(render(LFSaw.self, ["frequency": 100, "phase": -1e6]).allSatisfy { abs($0) <= 1 })
    }

    @Test func syncedSawtoothRestartsEveryCycle() {
        let samples = render(SyncSaw.self, ["syncFrequency": 1000, "sawFrequency": 1500])
        for frame in 24..<1000 {
            #expect(abs(samples[frame] - samples[frame + 48]) < 1e-3 || abs(samples[frame]) > 0.9)
        }
    }
}

import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// Oscillators without a limit to their band: their formulas, one step ahead where scsynth is.
@Suite struct PlainOscillatorTests {
    private func render<Unit: UnitGenerator>(
        _ unit: Unit.Type, _ inputs: [String: Float], rate: Rate = .audio
    ) -> [Float] {
        UnitRenderer(UnitEntry(unit), rate: rate).render(inputs.mapValues { .controlRate($0) }, frameCount: 4800)[0]
    }

    private func wrapped(_ x: Double) -> Double { x - 2 * ((x + 1) / 2).rounded(.down) }

    @Test(arguments: [97.0, 440, 5_000], [0.0, 0.3, 1.7])
    func sawtoothIsItsPhase(frequency: Double, phase: Double) {
        let samples = render(LFSaw.self, ["frequency": Float(frequency), "phase": Float(phase)])
        for (frame, sample) in samples.enumerated() {
            let expected = wrapped(phase + 2 * frequency * Double(frame + 1) / 48_000)
            // Where it jumps, rounding decides.
            if abs(expected) < 0.999 { #expect(abs(Double(sample) - expected) < 1e-4) }
        }
    }

    @Test func triangleParabolasAndCubicsHaveTheirExtremesWhereTheSineHas() {
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
    func impulsesStandWhereTheCycleEnds(phase: Float, frequency: Float) {
        let first = phase == 0 ? 0 : phase == 0.25 ? 36 : 1
        let samples = render(Impulse.self, ["frequency": frequency, "phase": phase])
        let places = samples.indices.filter { samples[$0] == 1 }
        #expect(Array(places.prefix(3)) == [first, first + 48, first + 96])
        #expect(samples.filter { $0 != 0 }.count == 100)
    }

    @Test func syncedSawtoothBeginsAnewWithEveryCycle() {
        let samples = render(SyncSaw.self, ["syncFrequency": 1000, "sawFrequency": 1500])
        for frame in 24..<1000 {
            #expect(abs(samples[frame] - samples[frame + 48]) < 1e-3 || abs(samples[frame]) > 0.9)
        }
    }
}

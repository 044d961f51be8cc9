import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct SinOscTests {
    let sine = UnitEntry(SinOsc.self)

    @Test(arguments: [20.0, 440, 1000, 12_345.6, 23_999])
    func isASineThatBeginsAtItsPhase(frequency: Double) {
        for phase in [0, 1, -2.5, 20] {
            let samples = UnitRenderer(sine).render(
                ["frequency": .controlRate(Float(frequency)), "phase": .controlRate(Float(phase))], frameCount: 48_000)[
                    0]
            let exact = Double(Float(frequency))
            for frame in stride(from: 0, to: samples.count, by: 97) {
                let expected = sin(2 * .pi * exact * Double(frame) / 48_000 + phase)
                #expect(abs(Double(samples[frame]) - expected) < 2e-6)
            }
        }
    }

    @Test func phaseAtAudioRateModulates() {
        let modulation = (0..<4800).map { 3 * sin(2 * Float.pi * 100 * Float($0) / 48_000) }
        let samples = UnitRenderer(sine).render(
            ["frequency": .controlRate(440), "phase": .audioRate(modulation)], frameCount: 4800)[0]
        for frame in samples.indices {
            let expected = sin(2 * .pi * 440 * Double(frame) / 48_000 + Double(modulation[frame]))
            #expect(abs(Double(samples[frame]) - expected) < 2e-6)
        }
    }
}

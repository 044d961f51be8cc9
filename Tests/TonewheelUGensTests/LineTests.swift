import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct LineTests {
    private let inputs: [String: TestSignal] = [
        "start": .controlRate(1), "end": .controlRate(0.25), "duration": .controlRate(0.002),
        "doneAction": .controlRate(2),
    ]

    @Test func linesAndCurvesReachEndAndFinish() {
        let (line, curve) = (UnitRenderer(UnitEntry(Line.self)), UnitRenderer(UnitEntry(XLine.self)))
        let (straight, exponential) = (
            line.render(inputs, frameCount: 64)[0] + line.render(inputs, frameCount: 64)[0],
            curve.render(inputs, frameCount: 128)[0]
        )
        for frame in 0..<96 {
            let t = Double(frame + 1) / 96
            #expect(abs(Double(straight[frame]) - (1 - 0.75 * t)) < 1e-6)
            #expect(abs(Double(exponential[frame]) - pow(0.25, t)) < 1e-6)
        }
        #expect(straight[95...].allSatisfy { $0 == 0.25 } && exponential[95...].allSatisfy { $0 == 0.25 })
        #expect(line.host.synth.pointee.doneAction == 2 && line.host.synth.pointee.doneFlags[0])
    }

    @Test func lagsDecayBySixtyDecibelsInLagTime() {
        var signal = [Float](repeating: 0, count: 960)
        signal[0] = 1
        let samples = UnitRenderer(UnitEntry(Lag.self)).render(
            ["in": .audioRate(signal), "time": .controlRate(0.01)], frameCount: 960)[0]
        #expect(samples[0] == 1)
        #expect(abs(samples[480] - 0.001) < 1e-6)
    }
}

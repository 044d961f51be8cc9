import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct TimerTests {
    @Test func measuresTimeBetweenTriggers() {
        var trigger = [Float](repeating: 0, count: 300)
        for frame in [40, 100, 250] { trigger[frame] = 1 }
        let output = UnitRenderer(UnitEntry(Timer.self)).render(["trigger": .audioRate(trigger)], frameCount: 300)[0]
        #expect(output[39] == 0)
        #expect(abs(output[99] - 41 / 48_000) < 1e-9)
        #expect(abs(output[249] - 60 / 48_000) < 1e-9)
        #expect(abs(output[299] - 150 / 48_000) < 1e-9)
    }

    /// A straight line through 0: the time is exact, even between frames.
    @Test func interpolatesZeroCrossing() {
        let period = 47.3
        let saw = (0..<1000).map { frame in
            let phase = Double(frame) / period
            return Float(phase - phase.rounded())
        }
        let output = UnitRenderer(UnitEntry(Timer.self)).render(["trigger": .audioRate(saw)], frameCount: 1000)[0]
        for frame in 200..<1000 { #expect(abs(Double(output[frame]) * 48_000 - period) < 0.01) }
    }
}

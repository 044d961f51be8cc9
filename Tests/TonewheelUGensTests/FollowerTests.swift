import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// Tests of units that follow or analyse a signal.
@Suite struct FollowerTests {
    private func render(_ unit: UnitEntry, _ inputs: [String: TestSignal], frameCount: Int = 10) -> [Float] {
        UnitRenderer(unit).render(inputs, frameCount: frameCount)[0]
    }

    @Test func slewLimitsSlope() {
        let signal = TestSignal.audioRate([0, 4, 4, 4, 4, -4, -4, -4, -4, -4])
        let limits = ["in": signal, "up": TestSignal.controlRate(48_000), "down": .controlRate(96_000)]
        let samples = render(UnitEntry(Slew.self), limits)
        for (sample, expected) in zip(samples, [0, 1, 2, 3, 4, 2, 0, -2, -4, -4] as [Float]) {
            #expect(abs(sample - expected) < 1e-4)
        }
    }

    @Test func lagsHaveSeparateTimesUpAndDown() {
        let signal = TestSignal.audioRate([0] + [Float](repeating: 1, count: 959) + [Float](repeating: 0, count: 960))
        for (unit, order) in [(UnitEntry(LagUD.self), 1), (UnitEntry(Lag2UD.self), 2), (UnitEntry(Lag3UD.self), 3)] {
            let samples = render(
                unit, ["in": signal, "timeUp": .controlRate(0.001), "timeDown": .controlRate(0.1)], frameCount: 1920)
            #expect(samples[959] > 0.999)
            #expect(samples[1007] > 0.5, "of order \(order): falling takes longer")
        }
    }

    @Test func detectorsReportSignalState() {
        let signal = TestSignal.audioRate([0, 0.5, 1.5, 0.5, -0.5, 0.5, 2, .nan, .infinity, .leastNonzeroMagnitude])
        let range: [String: TestSignal] = ["in": signal, "low": .controlRate(0), "high": .controlRate(1)]
        #expect(render(UnitEntry(Schmidt.self), range) == [0, 0, 1, 1, 0, 0, 1, 1, 1, 1])
        #expect(render(UnitEntry(InRange.self), range) == [1, 1, 0, 1, 0, 1, 0, 0, 0, 1])
        #expect(render(UnitEntry(CheckBadValues.self), ["in": signal]) == [0, 0, 0, 0, 0, 0, 0, 1, 2, 3])
        let clean = render(UnitEntry(Sanitize.self), ["in": signal, "replacement": .controlRate(9)])
        #expect(clean == [0, 0.5, 1.5, 0.5, -0.5, 0.5, 2, 9, 9, 9])
    }

    @Test func rotationPreservesPower() {
        let sides = UnitRenderer(UnitEntry(Rotate2.self)).render(
            ["x": .controlRate(0.6), "y": .controlRate(0.8), "position": .controlRate(0.25)], frameCount: 1)
        #expect(abs(sides[0][0] - 0.98994949) < 1e-6)
        #expect(abs(sides[0][0] * sides[0][0] + sides[1][0] * sides[1][0] - 1) < 1e-6)
    }

    @Test func variableLagIsLinear() {
        let renderer = UnitRenderer(UnitEntry(VarLag.self))
        let inputs: [String: TestSignal] = [
            "in": .controlRate(1), "time": .controlRate(0.003125), "start": .controlRate(-1),
        ]
        let output = renderer.render(inputs, frameCount: 200)[0]
        for frame in 0..<200 { #expect(abs(output[frame] - min(1, -1 + Float(frame) / 75)) < 1e-5) }
    }

    /// As measured with scsynth: the slope of the remaining line scales with the inverse of the time.
    @Test func shorterTimeSteepensVariableLag() {
        let renderer = UnitRenderer(UnitEntry(VarLag.self))
        func render(_ frames: Float) -> [Float] {
            renderer.render(
                ["in": .controlRate(1), "time": .controlRate(frames / 48_000), "start": .controlRate(0)], frameCount: 64
            )[0]
        }
        #expect(abs(render(128.5)[32] - 0.25) < 1e-3)
        let steeper = render(64.25)
        #expect(abs(steeper[0] - 0.5) < 1e-3)
        #expect(abs(steeper[16] - 0.75) < 1e-3)
        for frame in 34..<64 { #expect(steeper[frame] == 1) }
    }
}

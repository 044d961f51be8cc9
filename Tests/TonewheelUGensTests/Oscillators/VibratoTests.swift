import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct VibratoTests {
    /// Returns the deviation from 1, without random variation unless it is given.
    private func render(
        _ inputs: [String: TestSignal], frameCount: Int = 4800, sampleRate: Double = 48_000, seed: UInt64 = 1
    ) -> [Double] {
        var inputs = inputs
        for name in ["rateVariation", "depthVariation"] where inputs[name] == nil { inputs[name] = .controlRate(0) }
        inputs["frequency"] = .controlRate(1)
        return UnitRenderer(UnitEntry(Vibrato.self), sampleRate: sampleRate, seed: seed)
            .render(inputs, frameCount: frameCount)[0].map { Double($0) - 1 }
    }

    /// Returns the curve of two parabolas: 0, 1, 0, −1 at the quarters of a cycle.
    private func curve(_ cycles: Double) -> Double {
        let phase = 4 * (cycles - cycles.rounded(.down))
        return phase < 2 ? 1 - (phase - 1) * (phase - 1) : (phase - 3) * (phase - 3) - 1
    }

    @Test(arguments: [0, 0.25, 0.6, -0.3] as [Float])
    func curveIsTwoParabolas(phase: Float) {
        let output = render(["rate": .controlRate(71), "depth": .controlRate(0.1), "phase": .controlRate(phase)])
        for (frame, value) in output.enumerated() {
            let expected = 0.1 * curve(Double(phase) + 71 * Double(frame + 1) / 48_000)
            #expect(abs(value - expected) < 1e-5, "frame \(frame)")
        }
    }

    @Test func startsAfterDelayAndGrows() {
        let inputs: [String: TestSignal] = [
            "rate": .controlRate(500), "depth": .controlRate(0.1), "delay": .controlRate(0.015625),
        ]
        let sudden = render(inputs)
        #expect(sudden[..<749].allSatisfy { $0 == 0 })
        #expect(sudden[750] != 0)
        let slow = render(inputs.merging(["onset": .controlRate(0.03125)]) { $1 })
        #expect(slow[..<749].allSatisfy { $0 == 0 })
        for frame in 750..<4800 {
            let fraction = min(1, Double(frame - 748) / 1501)
            #expect(abs(slow[frame] - fraction * sudden[frame]) < 1e-6, "frame \(frame)")
        }
    }

    @Test func triggerRestarts() {
        var trigger = [Float](repeating: 0, count: 4800)
        trigger[1000] = 1
        let inputs: [String: TestSignal] = ["rate": .controlRate(37), "depth": .controlRate(0.1)]
        let output = render(inputs.merging(["trigger": .audioRate(trigger)]) { $1 })
        let plain = render(inputs)
        #expect(output[..<1000] == plain[..<1000])
        #expect(output[1000] == 0)
        #expect(output[1001...] == plain[..<3799])
    }

    @Test func rateAndDepthAreReadAtCycleEnd() {
        var depth = [Float](repeating: 0.1, count: 2000)
        for frame in 300..<2000 { depth[frame] = 0.2 }
        let output = render(["rate": .controlRate(70), "depth": .audioRate(depth)], frameCount: 2000)
        let plain = render(["rate": .controlRate(70), "depth": .controlRate(0.1)], frameCount: 2000)
        // A cycle lasts 685.7 frames.
        #expect(output[..<684] == plain[..<684])
        for frame in 690..<2000 { #expect(abs(output[frame] - 2 * plain[frame]) < 1e-6) }
    }

    @Test func cyclesVaryWithinBounds() {
        let output = render(
            ["rate": .controlRate(100), "depth": .controlRate(0.1), "depthVariation": .controlRate(0.5)],
            frameCount: 480 * 200)
        let peaks = (0..<400).map { half in output[(half * 240)..<(half * 240 + 239)].map { abs($0) }.max() ?? 0 }
        #expect(peaks.allSatisfy { $0 > 0.0499 && $0 < 0.1501 })
        let mean = peaks.reduce(0, +) / 400
        let deviation = (peaks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
        // The standard deviation of a uniform distribution is its half width divided by √3. A tenth is four standard
        // errors.
        #expect(abs(mean - 0.1) < 0.006)
        #expect(abs(deviation - 0.05 / 3.squareRoot()) < 0.0035)
        #expect(render(["rateVariation": .controlRate(0.5)]) != render(["rateVariation": .controlRate(0.5)], seed: 2))
    }
}

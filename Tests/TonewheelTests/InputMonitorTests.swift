import Testing
import Tonewheel
import TonewheelRealtime

@Suite struct InputMonitorTests {
    /// Renders a block. Input channel n has the constant value n / 10.
    private func block(
        inputs: Int, outputs: Int, amplitude: Float = 1, change: ParameterChange = ParameterChange()
    ) throws -> [Float] {
        let bench = try RenderBench(
            ToneParameters(frequency: 440, amplitude: 0, gate: false, monitor: amplitude), channelCount: outputs,
            inputChannelCount: inputs)
        let recorded = (0..<64 * inputs).map { Float($0 % inputs + 1) / 10 }
        _ = bench.renderInterleaved(frameCount: 64, input: recorded)
        bench.apply(change)
        let played = bench.renderInterleaved(frameCount: 64, input: recorded)
        if inputs > 0 { #expect(bench.report.inputPeak == Float(inputs) / 10) }
        return played
    }

    @Test(
        arguments: [
            (1, [0.1, 0.1, 0.1]), (2, [0.1, 0.2, 0]), (3, [0.1, 0.2, 0.3]), (5, [0.1, 0.2, 0.3]), (0, [0, 0, 0]),
        ] as [(Int, [Float])])
    func eachInputGoesToItsOutput(inputs: Int, frame: [Float]) throws {
        let played = try block(inputs: inputs, outputs: 3)
        #expect(played == [[Float]](repeating: frame, count: 64).flatMap { $0 })
    }

    @Test func gainOfZeroAddsNothing() throws {
        let played = try block(inputs: 2, outputs: 2, amplitude: 0)
        #expect(played.allSatisfy { $0 == 0 })
    }

    @Test func gainChangesInAGlide() throws {
        let opening = try block(inputs: 1, outputs: 1, amplitude: 0, change: ParameterChange(monitor: 1))
        let shutting = try block(inputs: 1, outputs: 1, amplitude: 1, change: ParameterChange(monitor: 0))
        for frame in 0..<64 {
            #expect(abs(opening[frame] - 0.1 * Float(frame + 1) / 64) < 1e-7)
            #expect(abs(shutting[frame] - 0.1 * Float(63 - frame) / 64) < 1e-7)
        }
    }

    @Test func otherParametersHaveNoEffectOnTheMonitor() throws {
        let change = ParameterChange(frequency: 20, amplitude: 0, gate: false)
        let (changed, unchanged) = (try block(inputs: 1, outputs: 1, change: change), try block(inputs: 1, outputs: 1))
        #expect(changed == unchanged)
    }
}

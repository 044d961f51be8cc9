import Testing
import Tonewheel
import TonewheelRealtime

@Suite struct InputMonitorTests {
    /// What a block of silence becomes, with so many inputs that say 0.1, 0.2, … and so many outputs.
    private func block(
        inputs: Int, outputs: Int, amplitude: Float = 1, change: ParameterChange = ParameterChange()
    ) -> [Float] {
        let format = StreamFormat(
            sampleRate: 48_000, channelCount: outputs, inputChannelCount: inputs, periodFrames: 64)
        var monitor = InputMonitor(format, blockFrames: 64, amplitude: amplitude)
        let recorded = (0..<64 * inputs).map { Float($0 % inputs + 1) / 10 }
        monitor.record(recorded, frameCount: 64)
        if inputs > 0 { #expect(monitor.peak == Float(inputs) / 10) }
        monitor.beginBlock(frameCount: 64)
        monitor.apply(change)
        var output = [Float](repeating: 0, count: 64 * outputs)
        monitor.render(from: 0, frameCount: 64)
        monitor.add(from: 0, to: &output, channelCount: outputs, frameCount: 64)
        return output
    }

    @Test(
        arguments: [
            (1, [0.1, 0.1, 0.1]), (2, [0.1, 0.2, 0]), (3, [0.1, 0.2, 0.3]), (5, [0.1, 0.2, 0.3]), (0, [0, 0, 0]),
        ] as [(Int, [Float])])
    func eachInputGoesToItsOutput(inputs: Int, frame: [Float]) {
        #expect(block(inputs: inputs, outputs: 3) == [[Float]](repeating: frame, count: 64).flatMap { $0 })
    }

    @Test func shutItAddsNothing() {
        #expect(block(inputs: 2, outputs: 2, amplitude: 0).allSatisfy { $0 == 0 })
    }

    @Test func opensAndShutsInAGlide() {
        let opening = block(inputs: 1, outputs: 1, amplitude: 0, change: ParameterChange(monitor: 1))
        let shutting = block(inputs: 1, outputs: 1, amplitude: 1, change: ParameterChange(monitor: 0))
        for frame in 0..<64 {
            #expect(abs(opening[frame] - 0.1 * Float(frame + 1) / 64) < 1e-7)
            #expect(abs(shutting[frame] - 0.1 * Float(63 - frame) / 64) < 1e-7)
        }
    }

    @Test func anotherParameterLeavesItAsItIs() {
        let change = ParameterChange(frequency: 20, amplitude: 0, gate: false)
        #expect(block(inputs: 1, outputs: 1, change: change) == block(inputs: 1, outputs: 1))
    }
}

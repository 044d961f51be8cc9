import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct BufferUnitTests {
    /// Fills buffer 0 with frames. The memory lives as long as the test process.
    private func fill(_ renderer: UnitRenderer, _ samples: [Float], channelCount: Int = 1, sampleRate: Double = 48_000)
        -> UnsafeMutablePointer<Float>
    {
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: samples.count)
        memory.initialize(from: samples, count: samples.count)
        renderer.host.memory.context.pointee.buffers[0] = SampleBuffer(
            samples: memory, frameCount: samples.count / channelCount, channelCount: channelCount,
            sampleRate: sampleRate)
        return memory
    }

    private func play(
        _ samples: [Float], rate: Float, start: Float = 0, loop: Float = 0, frameCount: Int, trigger: TestSignal? = nil
    ) -> [Float] {
        let renderer = UnitRenderer(UnitEntry(PlayBuf.self), outputCount: 1)
        _ = fill(renderer, samples)
        return renderer.render(
            [
                "rate": .controlRate(rate), "start": .controlRate(start), "loop": .controlRate(loop),
                "trigger": trigger ?? .controlRate(1),
            ], frameCount: frameCount)[0]
    }

    private let ramp = (1...100).map { Float($0) }

    @Test func playsFromStartAndHoldsLastFrame() {
        let output = play(ramp, rate: 1, frameCount: 150)
        #expect(Array(output[..<100]) == ramp)
        #expect(output[100...].allSatisfy { $0 == 100 })
        #expect(play(ramp, rate: -1, frameCount: 3) == [1, 1, 1])
        #expect(play(ramp, rate: 1, start: 500, frameCount: 2) == [100, 100])
    }

    @Test func interpolatesBetweenFrames() {
        let output = play(ramp, rate: 0.5, start: 10.25, frameCount: 20)
        for (frame, sample) in output.enumerated() { #expect(abs(sample - (11.25 + 0.5 * Float(frame))) < 1e-4) }
        // At the ends, missing neighbours are replaced by the last existing frame.
        #expect(play(ramp, rate: 0.5, frameCount: 2)[1] == 1.4375)
    }

    @Test func loops() {
        let output = play(ramp, rate: 1, start: -10, loop: 1, frameCount: 25)
        let expected: [Float] = Array(ramp[90...]) + Array(ramp[..<15])
        #expect(output == expected)
        #expect(play(ramp, rate: -1, loop: 1, frameCount: 3) == [1, 100, 99])
    }

    @Test func triggerJumpsAtItsFrame() {
        var trigger = [Float](repeating: 0, count: 20)
        trigger[7] = 1
        let output = play(ramp, rate: 1, start: 4, frameCount: 20, trigger: .audioRate(trigger))
        #expect(output[6] == 11)
        #expect(output[7] == 5)
        #expect(output[8] == 6)
    }

    @Test func finishesAtEnd() {
        let renderer = UnitRenderer(UnitEntry(PlayBuf.self), outputCount: 1)
        _ = fill(renderer, ramp)
        let inputs: [String: TestSignal] = ["doneAction": .controlRate(2)]
        _ = renderer.render(inputs, frameCount: 64)
        #expect(renderer.host.synth.pointee.doneAction == 0)
        _ = renderer.render(inputs, frameCount: 64)
        #expect(renderer.host.synth.pointee.doneAction == 2)
        #expect(renderer.host.synth.pointee.doneFlags[0])
    }

    @Test(arguments: [UnitEntry(PlayBuf.self), UnitEntry(BufRd.self)])
    func excessOutputsAreSilent(unit: UnitEntry) {
        let renderer = UnitRenderer(unit, outputCount: 2)
        _ = fill(renderer, ramp)
        let inputs = ["position": TestSignal.audioRate((0..<10).map { Float($0) })]
        let outputs = renderer.render(unit.spec.name == "BufRd" ? inputs : [:], frameCount: 10, blockSizes: [10])
        let expected = UnitRenderer(unit, outputCount: 1)
        _ = fill(expected, ramp)
        let alone = expected.render(unit.spec.name == "BufRd" ? inputs : [:], frameCount: 10, blockSizes: [10])
        #expect(outputs[0] == alone[0])
        #expect(outputs[0].contains { $0 != 0 })
        #expect(outputs[1].allSatisfy { $0 == 0 })
    }

    @Test func appliesSelectedInterpolation() {
        let positions: [Float] = [10, 10.5, -1, 99.5, .nan, 1e30]
        func read(_ interpolation: Float, _ loop: Float) -> [Float] {
            let renderer = UnitRenderer(UnitEntry(BufRd.self), outputCount: 1)
            _ = fill(renderer, ramp)
            return renderer.render(
                [
                    "position": .audioRate(positions), "interpolation": .controlRate(interpolation),
                    "loop": .controlRate(loop),
                ], frameCount: positions.count)[0]
        }
        #expect(read(1, 0) == [11, 11, 1, 100, 1, 100])
        #expect(read(2, 0) == [11, 11.5, 1, 100, 1, 100])
        #expect(Array(read(2, 1)[..<4]) == [11, 11.5, 100, 50.5])
        #expect(Array(read(4, 0)[..<3]) == [11, 11.5, 1])
        // Fractions are truncated. All other values select cubic interpolation.
        #expect(read(1.9, 0) == read(1, 0) && read(2.9, 0) == read(2, 0))
        for interpolation in [0, 3, 5, -1, 0.5] as [Float] { #expect(read(interpolation, 1) == read(4, 1)) }
    }

    @Test func recordsAndOverdubs() {
        let renderer = UnitRenderer(UnitEntry(RecordBuf.self), furtherInputs: 1)
        let memory = fill(renderer, [1, 1, 1, 1, 1])
        _ = renderer.render(
            [
                "channels0": .audioRate([2, 3, 4, 5, 6, 7, 8]), "level": .controlRate(10),
                "overdub": .controlRate(0.5),
            ], frameCount: 7)
        // The first two frames have been overdubbed: 70 + (20 + 0.5) / 2, 80 + (30 + 0.5) / 2.
        let expected: [Float] = [80.25, 95.25, 40.5, 50.5, 60.5]
        #expect(Array(UnsafeBufferPointer(start: memory, count: 5)) == expected)
    }

    @Test func recordsOnceWithoutLoop() {
        let renderer = UnitRenderer(UnitEntry(RecordBuf.self), furtherInputs: 1)
        let memory = fill(renderer, [0, 0, 0])
        _ = renderer.render(
            [
                "channels0": .audioRate([2, 3, 4, 5]), "loop": .controlRate(0), "offset": .controlRate(1),
                "doneAction": .controlRate(2),
            ], frameCount: 4)
        #expect(Array(UnsafeBufferPointer(start: memory, count: 3)) == [0, 2, 3])
        #expect(renderer.host.synth.pointee.doneAction == 2)
    }

    @Test func triggerReturnsToOffset() {
        let renderer = UnitRenderer(UnitEntry(RecordBuf.self), furtherInputs: 1)
        let memory = fill(renderer, [0, 0, 0, 0, 0])
        let inputs: [String: TestSignal] = ["channels0": .controlRate(1), "offset": .controlRate(2)]
        _ = renderer.render(inputs.merging(["trigger": .controlRate(0)]) { $1 }, frameCount: 1)
        _ = renderer.render(
            inputs.merging(["trigger": .controlRate(1), "channels0": .controlRate(5)]) { $1 }, frameCount: 2)
        #expect(Array(UnsafeBufferPointer(start: memory, count: 5)) == [0, 0, 5, 5, 0])
    }

    @Test func recordsBackwardsToFirstFrame() {
        let renderer = UnitRenderer(UnitEntry(RecordBuf.self), furtherInputs: 1)
        let memory = fill(renderer, [0, 0, 0])
        _ = renderer.render(
            [
                "channels0": .audioRate([2, 3, 4, 5]), "loop": .controlRate(0), "offset": .controlRate(2),
                "run": .controlRate(-1), "doneAction": .controlRate(2),
            ], frameCount: 4)
        #expect(Array(UnsafeBufferPointer(start: memory, count: 3)) == [0, 3, 2])
        #expect(renderer.host.synth.pointee.doneAction == 2)
    }

    @Test func writesFirstChannelsOfWiderBuffer() {
        let renderer = UnitRenderer(UnitEntry(BufWr.self), furtherInputs: 1)
        let memory = fill(renderer, [0, 0, 0, 0], channelCount: 2)
        _ = renderer.render(["position": .audioRate([0, 1]), "channels0": .audioRate([1, 2])], frameCount: 2)
        #expect(Array(UnsafeBufferPointer(start: memory, count: 4)) == [1, 0, 2, 0])
        let more = UnitRenderer(UnitEntry(BufWr.self), furtherInputs: 2)
        let untouched = fill(more, [0, 0])
        _ = more.render(["channels0": .controlRate(1), "channels1": .controlRate(1)], frameCount: 2)
        #expect(Array(UnsafeBufferPointer(start: untouched, count: 2)) == [0, 0])
    }

    @Test func writesAtPosition() {
        let renderer = UnitRenderer(UnitEntry(BufWr.self), furtherInputs: 1)
        let memory = fill(renderer, [0, 0, 0, 0])
        _ = renderer.render(
            ["position": .audioRate([2.9, 4, -1, .nan]), "channels0": .audioRate([1, 2, 3, 4])], frameCount: 4)
        #expect(Array(UnsafeBufferPointer(start: memory, count: 4)) == [4, 0, 1, 3])
    }

    @Test func reportsBufferProperties() {
        let expected: [(UnitEntry, Float)] = [
            (UnitEntry(BufFrames.self), 50), (UnitEntry(BufChannels.self), 2), (UnitEntry(BufSamples.self), 100),
            (UnitEntry(BufSampleRate.self), 24_000), (UnitEntry(BufRateScale.self), 0.5),
            (UnitEntry(BufDur.self), Float(50.0 / 24_000)),
        ]
        for (unit, value) in expected {
            let renderer = UnitRenderer(unit, rate: .control)
            _ = fill(renderer, ramp, channelCount: 2, sampleRate: 24_000)
            #expect(renderer.render(frameCount: 1)[0] == [value])
            #expect(renderer.render(["buffer": .controlRate(3)], frameCount: 1)[0] == [0])
        }
    }
}

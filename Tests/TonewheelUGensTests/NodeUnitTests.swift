import TestSupport
import Testing
import TonewheelDSP
import TonewheelRealtime
import TonewheelUGens

/// Tests of units that affect more than their outputs: nodes, clients, controls and buses.
@Suite struct NodeUnitTests {
    private let trigger = TestSignal.audioRate([0, 0, 1, 0])

    @Test func triggerFreesOrPausesSynth() {
        for (unit, action) in [(UnitEntry(FreeSelf.self), 2 as Int32), (UnitEntry(PauseSelf.self), 1)] {
            let renderer = UnitRenderer(unit)
            _ = renderer.render(["in": .controlRate(0)], frameCount: 4)
            #expect(renderer.host.synth.pointee.doneAction == 0)
            _ = renderer.render(["in": trigger], frameCount: 4)
            #expect(renderer.host.synth.pointee.doneAction == action)
        }
    }

    @Test func triggersAreReportedToClients() {
        let renderer = UnitRenderer(UnitEntry(SendReply.self), furtherInputs: 4)
        var consumer = renderer.host.memory.messages.consumer()
        _ = renderer.render(
            [
                "trigger": trigger, "id": .controlRate(7), "characterCount": .controlRate(2),
                "parts0": .controlRate(47), "parts1": .controlRate(97), "parts2": .controlRate(0.5),
                "parts3": .audioRate([1, 2, 3, 4]),
            ], frameCount: 4)
        let message = consumer.pop()
        #expect(message?.id == 7 && message?.nodeID == 1000)
        #expect(message?.addressCount == 2 && message?.address[0] == 47 && message?.address[1] == 97)
        #expect(message?.valueCount == 2 && message?.values[0] == 0.5 && message?.values[1] == 3)
        #expect(consumer.pop() == nil)
    }

    @Test func sendTrigSendsIDAndValue() {
        let renderer = UnitRenderer(UnitEntry(SendTrig.self))
        var consumer = renderer.host.memory.messages.consumer()
        _ = renderer.render(["in": trigger, "id": .controlRate(3), "value": .controlRate(0.25)], frameCount: 4)
        let message = consumer.pop()
        #expect(message?.id == 3 && message?.addressCount == 0 && message?.values[0] == 0.25)
    }

    @Test func triggerControlOutputsValueOnce() {
        let renderer = UnitRenderer(UnitEntry(TrigControl.self), rate: .control, specialIndex: 2)
        renderer.host.synth.pointee.controls[3] = 0.7
        #expect(renderer.render(frameCount: 3, blockSizes: [1]) == [[0, 0, 0], [0.7, 0, 0]])
    }

    @Test func laggedControlSettlesToSixtyDecibels() {
        let renderer = UnitRenderer(UnitEntry(LagControl.self), sampleRate: 750, rate: .control, outputCount: 1)
        let lags: [String: TestSignal] = ["lags0": .controlRate(0.1)]
        #expect(renderer.render(lags, frameCount: 1, blockSizes: [1])[0] == [0])
        renderer.host.synth.pointee.controls[0] = 1
        let samples = renderer.render(lags, frameCount: 75, blockSizes: [1])[0]
        #expect(abs(samples[74] - 0.999) < 1e-5)
    }

    @Test func audioControlReadsWholeBus() {
        let renderer = UnitRenderer(UnitEntry(AudioControl.self), outputCount: 1)
        renderer.host.synth.pointee.controls[0] = 4
        #expect(renderer.render(frameCount: 2)[0] == [4, 4])
        renderer.host.synth.pointee.mappings[0] = ControlMapping(.audioBus, bus: 3)
        #expect(renderer.render(frameCount: 2)[0] == [0, 0])
    }

    @Test func busesAreReplacedAndCrossfaded() {
        let shape = RenderMemory.Shape(blockFrames: 4, audioBusCount: 4, controlBusCount: 4, bufferCount: 1)
        let ones = TestSignal.audioRate([1, 2, 3, 4])
        let bus = { (renderer: UnitRenderer) in
            let memory = renderer.host.memory.context.pointee.audioBuses.memory(of: 1)
            return (0..<4).map { memory[$0] }
        }
        let replacing = UnitRenderer(UnitEntry(ReplaceOut.self), furtherInputs: 1, shape: shape)
        _ = replacing.render(["bus": .controlRate(1), "channels0": ones], frameCount: 4, blockSizes: [4])
        #expect(bus(replacing) == [1, 2, 3, 4])
        let fading = UnitRenderer(UnitEntry(XOut.self), furtherInputs: 1, shape: shape)
        _ = fading.render(
            ["bus": .controlRate(1), "fade": .controlRate(0.25), "channels0": ones], frameCount: 4, blockSizes: [4])
        #expect(bus(fading) == [0.25, 0.5, 0.75, 1])
    }

    @Test func startOffsetDelaysOutput() {
        let shape = RenderMemory.Shape(blockFrames: 4, audioBusCount: 4, controlBusCount: 4, bufferCount: 1)
        let renderer = UnitRenderer(
            UnitEntry(OffsetOut.self), maximumFrameCount: 4, furtherInputs: 1, shape: shape)
        renderer.host.synth.pointee.offsetFrames = 3
        let memory = renderer.host.memory.context.pointee.audioBuses.memory(of: 0)
        var played: [Float] = []
        for start in [1, 5, 9] as [Float] {
            _ = renderer.render(
                ["channels0": .audioRate([start, start + 1, start + 2, start + 3])], frameCount: 4, blockSizes: [4])
            played += (0..<4).map { memory[$0] }
        }
        #expect(played == [0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    }

    @Test func informationUnitsReportServerLimits() {
        let shape = RenderMemory.Shape(
            blockFrames: 64, audioBusCount: 20, controlBusCount: 30, bufferCount: 40, outputBusCount: 2,
            inputBusCount: 3)
        let value = { (unit: UnitEntry) in UnitRenderer(unit, shape: shape).render(frameCount: 1)[0][0] }
        #expect(value(UnitEntry(SampleRate.self)) == 48_000)
        #expect(value(UnitEntry(ControlRate.self)) == 750)
        #expect(value(UnitEntry(NumOutputBuses.self)) == 2 && value(UnitEntry(NumInputBuses.self)) == 3)
        #expect(value(UnitEntry(NumAudioBuses.self)) == 20 && value(UnitEntry(NumControlBuses.self)) == 30)
        #expect(value(UnitEntry(NumBuffers.self)) == 40 && value(UnitEntry(NodeID.self)) == 1000)
        #expect(abs(value(UnitEntry(RadiansPerSample.self)) - 2 * .pi / 48_000) < 1e-10)
    }
}

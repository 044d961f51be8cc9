import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct TriggerTests {
    private let triggers = TestSignal.audioRate([0, 1, 1, 0, 0, 0.5, 0, 0, 2, 0])
    private let signal = TestSignal.audioRate([10, 11, 12, 13, 14, 15, 16, 17, 18, 19])

    private func render(_ unit: UnitEntry, _ inputs: [String: TestSignal]) -> [Float] {
        UnitRenderer(unit).render(inputs, frameCount: 10)[0]
    }

    @Test func triggersAreHeldForDuration() {
        let time = TestSignal.controlRate(2 / 48_000)
        #expect(
            render(UnitEntry(Trig.self), ["in": triggers, "duration": time]) == [0, 1, 1, 0, 0, 0.5, 0.5, 0, 2, 2])
        #expect(render(UnitEntry(Trig1.self), ["in": triggers, "duration": time]) == [0, 1, 1, 0, 0, 1, 1, 0, 1, 1])
    }

    @Test func valuesAreHeld() {
        let inputs = ["in": signal, "trigger": triggers, "gate": triggers]
        #expect(render(UnitEntry(Latch.self), inputs) == [0, 11, 11, 11, 11, 15, 15, 15, 18, 18])
        #expect(render(UnitEntry(Gate.self), inputs) == [0, 11, 12, 12, 12, 15, 15, 15, 18, 18])
    }

    @Test func triggersAreCounted() {
        let reset = TestSignal.audioRate([0, 0, 0, 0, 0, 0, 1, 0, 0, 0])
        let inputs = ["trigger": triggers, "reset": reset]
        #expect(render(UnitEntry(ToggleFF.self), inputs) == [0, 1, 1, 1, 1, 0, 0, 0, 1, 1])
        #expect(render(UnitEntry(PulseCount.self), inputs) == [0, 1, 1, 1, 1, 2, 0, 0, 1, 1])
        #expect(render(UnitEntry(SetResetFF.self), inputs) == [0, 1, 1, 1, 1, 1, 0, 0, 1, 1])
        #expect(render(UnitEntry(PulseDivider.self), inputs) == [0, 0, 0, 0, 0, 1, 0, 0, 0, 0])
        let range = ["trigger": triggers, "highest": .controlRate(2), "resetValue": .controlRate(1)]
        #expect(render(UnitEntry(Stepper.self), range) == [1, 2, 2, 2, 2, 0, 0, 0, 1, 1])
    }

    @Test func rampsWrapAndRestart() {
        let range: [String: TestSignal] = ["start": .controlRate(-1), "end": .controlRate(2)]
        #expect(render(UnitEntry(Phasor.self), range) == [-1, 0, 1, -1, 0, 1, -1, 0, 1, -1])
        let sweep = render(UnitEntry(Sweep.self), ["trigger": triggers, "rate": .controlRate(48_000)])
        #expect(sweep.map { $0.rounded() } == [1, 0, 1, 2, 3, 0, 1, 2, 0, 1])
    }

    @Test func reversedRangeIsTraversedDownwards() {
        func ramp(_ rate: Float, _ start: Float, _ end: Float) -> [Float] {
            render(
                UnitEntry(Phasor.self),
                ["rate": .controlRate(rate), "start": .controlRate(start), "end": .controlRate(end)])
        }
        #expect(ramp(-1, 100, 0) == [100, 99, 98, 97, 96, 95, 94, 93, 92, 91])
        #expect(ramp(-1, 4, 0) == [4, 3, 2, 1, 4, 3, 2, 1, 4, 3])
        #expect(ramp(1, 4, 0) == [4, 1, 2, 3, 4, 1, 2, 3, 4, 1])
        #expect(ramp(1, 5, 5) == [Float](repeating: 5, count: 10))
    }

    @Test func controlRateTriggerResetsRamp() {
        func ramp(_ renderer: UnitRenderer, _ trigger: Float) -> [Float] {
            renderer.render(
                ["trigger": .controlRate(trigger), "end": .controlRate(100), "resetPosition": .controlRate(10)],
                frameCount: 3)[0]
        }
        let audio = UnitRenderer(UnitEntry(Phasor.self))
        #expect(ramp(audio, 0) == [0, 1, 2])
        #expect(ramp(audio, 1) == [10, 11, 12])
        #expect(ramp(audio, 1) == [13, 14, 15])
    }

    /// As measured with scsynth: with a control-rate trigger the ramp wraps before a frame, otherwise after it.
    @Test func newRangeAppliesImmediatelyWithControlRateTrigger() {
        let silent = TestSignal.audioRate([Float](repeating: 0, count: 64))
        for (trigger, first) in [(TestSignal.controlRate(0), Float(0.5)), (silent, 0)] {
            let renderer = UnitRenderer(UnitEntry(Phasor.self))
            func render(_ start: Float) -> [Float] {
                renderer.render(
                    ["trigger": trigger, "rate": .controlRate(0), "start": .controlRate(start)], frameCount: 64)[0]
            }
            #expect(render(0).last == 0)
            #expect(render(0.5).prefix(2) == [first, 0.5])
        }
    }

    /// As measured with scsynth: an input above 0 before the first block is a trigger, and the width of a range has no
    /// sign.
    @Test func stepperEvaluatesInitialTriggers() {
        func first(_ inputs: [String: TestSignal]) -> Float { render(UnitEntry(Stepper.self), inputs)[0] }
        let up: [String: TestSignal] = ["trigger": .controlRate(1), "resetValue": .controlRate(2)]
        #expect(first(up) == 3)
        let around: [String: TestSignal] = ["highest": .controlRate(-5), "step": .controlRate(-3)]
        #expect(first(up.merging(around) { $1 }) == 3)
        #expect(first(["reset": .controlRate(1), "resetValue": .controlRate(12)]) == 4)
    }
}

import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelRealtime

/// Tests of the renderer, driven by a device callback that the test calls.
@Suite struct RenderCoreTests {
    private func samples(
        _ bench: RenderBench, frameCount: Int, periods: [Int]
    ) -> [Float] {
        var (samples, next) = ([Float](), periods.makeIterator())
        while samples.count < frameCount {
            let count = min(next.next() ?? periods.last!, frameCount - samples.count)
            samples += bench.render(frameCount: count)
        }
        return samples
    }

    @Test(arguments: [[1], [16], [63], [64], [100], [256], [8192], [5, 700, 1, 64, 63]])
    func periodHasNoEffectOnTheOutput(periods: [Int]) throws {
        let expected = try RenderBench().render(frameCount: 10_000)
        #expect(try samples(RenderBench(), frameCount: 10_000, periods: periods) == expected)
    }

    @Test(arguments: [0, 1, 63, 64, 65, 1000, 1001, 4799])
    func timedChangeAppliesAtItsFrame(frame: Int) throws {
        let bench = try RenderBench()
        _ = bench.schedule(ParameterChange(frequency: 1234, amplitude: 0.5), atFrame: Int64(frame))
        let played = bench.render(frameCount: 5000)
        var reference = ReferenceTone()
        for index in 0..<5000 {
            if index == frame {
                reference.frequency = 1234
                // A change before the first frame is the tone's initial value.
                if frame == 0 { reference.gain = 0.5 } else { reference.glide(to: 0.5) }
            }
            let expected = reference.next()
            #expect(abs(Double(played[index]) - expected) < 1e-5, "frame \(index)")
        }
    }

    @Test func timedChangesKeepTheirOrder() throws {
        let bench = try RenderBench()
        var random = RepeatableRandom(seed: 4)
        var changes = (0..<200).map { _ in
            (frame: Int64.random(in: 0..<5000, using: &random), frequency: Float.random(in: 20...5000, using: &random))
        }
        for change in changes {
            _ = bench.schedule(ParameterChange(frequency: change.frequency), atFrame: change.frame)
        }
        changes.sort { $0.frame < $1.frame }
        let played = bench.render(frameCount: 6000)
        var reference = ReferenceTone()
        var next = changes.makeIterator()
        var change = next.next()
        for index in 0..<6000 {
            while let due = change, due.frame == index {
                reference.frequency = Double(due.frequency)
                change = next.next()
            }
            #expect(abs(Double(played[index]) - reference.next()) < 1e-5)
        }
        #expect(bench.lateChanges == 0)
    }

    @Test func untimedChangeAppliesAtTheNextBlock() throws {
        let bench = try RenderBench()
        _ = bench.render(frameCount: 10)
        bench.apply(ParameterChange(frequency: 2000))
        // The rest of the block had been rendered with the old frequency.
        let played = bench.render(frameCount: 200)
        var reference = ReferenceTone()
        for index in 0..<210 {
            if index == 64 { reference.frequency = 2000 }
            let expected = reference.next()
            if index >= 10 { #expect(abs(Double(played[index - 10]) - expected) < 1e-5, "frame \(index)") }
        }
    }

    @Test func lateChangeAppliesAtTheNextBlockAndIsCounted() throws {
        let bench = try RenderBench()
        _ = bench.render(frameCount: 640)
        _ = bench.schedule(ParameterChange(frequency: 2000), atFrame: 5)
        _ = bench.render(frameCount: 64)
        #expect(bench.report.tone.frequency == 2000)
        #expect(bench.lateChanges == 1)
    }

    @Test func noStepExceedsTheSlopeOfTheTone() throws {
        let bench = try RenderBench(ToneParameters(frequency: 440, amplitude: 0.5, gate: true))
        var random = RepeatableRandom(seed: 8)
        var (last, largest) = (Float(0), Float(440))
        for _ in 0..<300 {
            let frequency = Float.random(in: 20...8000, using: &random)
            bench.apply(ParameterChange(frequency: frequency))
            // A change waits for the next block, so that the old tone continues until then.
            largest = max(largest, frequency)
            for sample in bench.render(frameCount: 64 * Int.random(in: 1...3, using: &random)) {
                #expect(abs(sample - last) <= 0.5 * 2 * .pi * largest / 48_000 * 1.0001 + 1e-6)
                last = sample
            }
            largest = frequency
        }
    }

    @Test func gateClosesAndOpensInAGlide() throws {
        let bench = try RenderBench(ToneParameters(frequency: 1000, amplitude: 1, gate: true))
        _ = bench.render(frameCount: 640)
        bench.apply(ParameterChange(gate: false))
        let closing = bench.render(frameCount: 640)
        #expect(closing[64...].allSatisfy { $0 == 0 })
        #expect(closing[..<32].contains { abs($0) > 0.4 })
        // Changes while the gate is closed are effective when it opens.
        bench.apply(ParameterChange(amplitude: 0.25))
        #expect(bench.render(frameCount: 640).allSatisfy { $0 == 0 })
        bench.apply(ParameterChange(gate: true))
        let opening = bench.render(frameCount: 640)
        #expect(abs(opening[64...].map { abs($0) }.max()! - 0.25) < 1e-4)
        #expect(opening[..<8].allSatisfy { abs($0) < 0.25 * 8 / 64 + 1e-6 })
    }

    @Test func allChannelsAreIdentical() throws {
        let bench = try RenderBench(channelCount: 5)
        let frames = bench.renderInterleaved(frameCount: 300)
        for frame in 0..<300 { for channel in 1..<5 { #expect(frames[5 * frame + channel] == frames[5 * frame]) } }
    }

    @Test func waitingChangesDoNotBlockOthers() throws {
        let bench = try RenderBench(packetCapacity: 64)
        _ = bench.render(frameCount: 64)
        var accepted = 0
        while bench.schedule(ParameterChange(frequency: Float(100 + accepted)), atFrame: Int64(1000 + accepted * 100)) {
            accepted += 1
            _ = bench.render(frameCount: 1)
        }
        #expect(accepted == 32, "a full queue refuses changes")
        bench.apply(ParameterChange(frequency: 77))
        _ = bench.render(frameCount: 64)
        #expect(bench.report.tone.frequency == 77)
        _ = bench.render(frameCount: 7000)
        #expect(bench.report.tone.frequency == Float(99 + accepted))
        #expect(bench.lateChanges == 0)
        #expect(
            bench.schedule(ParameterChange(frequency: 1), atFrame: 0), "changes that have been applied free capacity")
    }

    /// `/s_new` and a turn in the same block.
    @Test func synthCanBeTurnedInTheBlockThatMakesIt() throws {
        let bench = try RenderBench(ToneParameters(frequency: 440, amplitude: 0.1, gate: false))
        let definition = try SynthDef("number") { def in Out.ar(0, K2A.ar(def.control("value", 0.25))) }
        try bench.control.add(definition)
        var packet = CommandPacketBuilder()
        packet.add(.add(try bench.control.makeSynth("number", id: 1000, []), .toTail, target: 0), of: 0)
        #expect(bench.control.send(packet, client: 0))
        bench.turn(ControlTurn(node: 1000, ControlKey(name: "value"), 0.5))
        #expect(bench.render(frameCount: 64)[63] == 0.5)
        bench.turn(ControlTurn(node: 1001, ControlKey(name: "value"), 0.5))
        _ = bench.render(frameCount: 64)
        #expect(bench.report.missedTurns == 1)
    }

    /// A short version of MUS-02: frame count and phase are exact after an hour.
    @Test func phaseIsExactAfterAnHour() throws {
        let bench = try RenderBench()
        // 440 Hz at 48 kHz has a period of 1200 frames.
        let first = bench.render(frameCount: 1200)
        for _ in 0..<3600 { _ = bench.render(frameCount: 48_000) }
        #expect(bench.report.frame >= 3600 * 48_000)
        let later = bench.render(frameCount: 1200)
        for (one, other) in zip(first, later) { #expect(abs(one - other) < 1e-6) }
    }
}

import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct EnvelopeTests {
    struct Segment {
        var level: Float
        var time: Float
        var shape: Float = 1
        var curve: Float = 0
    }

    private func renderer(_ segments: [Segment]) -> UnitRenderer {
        UnitRenderer(UnitEntry(EnvGen.self), furtherInputs: segments.count * 4)
    }

    private func inputs(
        _ start: Float, _ segments: [Segment], gate: TestSignal = .controlRate(1), release: Float = -99,
        loop: Float = -99, action: Float = 0
    ) -> [String: TestSignal] {
        var inputs: [String: TestSignal] = [
            "gate": gate, "level": .controlRate(start), "segmentCount": .controlRate(Float(segments.count)),
            "releaseNode": .controlRate(release), "loopNode": .controlRate(loop), "doneAction": .controlRate(action),
        ]
        for (index, segment) in segments.enumerated() {
            let values = [segment.level, segment.time, segment.shape, segment.curve]
            for (place, value) in values.enumerated() { inputs["segments\(4 * index + place)"] = .controlRate(value) }
        }
        return inputs
    }

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7])
    func segmentsFollowTheirShapes(shape: Int) {
        let (a, b, curve) = (0.1, 0.9, -3.0)
        let segments = [Segment(level: 0.9, time: 0.0021, shape: Float(shape), curve: Float(curve))]
        let samples = renderer(segments).render(inputs(0.1, segments), frameCount: 128)[0]
        for frame in 0..<100 {
            let t = Double(frame + 1) / 100
            let expected =
                switch shape {
                case 1: a + (b - a) * t
                case 2: a * pow(b / a, t)
                case 3: a + (b - a) * (0.5 - 0.5 * cos(.pi * t))
                case 4: a + (b - a) * sin(.pi / 2 * t)
                case 5: a + (b - a) * (1 - exp(curve * t)) / (1 - exp(curve))
                case 6: pow(sqrt(a) + (sqrt(b) - sqrt(a)) * t, 2)
                default: pow(cbrt(a) + (cbrt(b) - cbrt(a)) * t, 3)
                }
            #expect(abs(Double(samples[frame]) - expected) < 1e-6, "frame \(frame)")
        }
        #expect(samples[100...].allSatisfy { $0 == 0.9 })
    }

    @Test func sustainsAtReleaseNodeUntilGateCloses() {
        let segments = [Segment(level: 1, time: 0.001), Segment(level: 0, time: 0.001)]
        let unit = renderer(segments)
        let open = unit.render(inputs(0, segments, release: 1), frameCount: 640)[0]
        #expect(open[47...].allSatisfy { $0 == 1 })
        let closed = unit.render(inputs(0, segments, gate: .controlRate(0), release: 1, action: 2), frameCount: 128)[0]
        #expect(closed[0] == 1)
        #expect(abs(closed[24] - 0.5) < 1e-6)
        #expect(closed[48...].allSatisfy { $0 == 0 })
        #expect(unit.host.synth.pointee.doneAction == 2)
        #expect(unit.host.synth.pointee.doneFlags[0])
    }

    @Test func loopsWhileGateIsOpen() {
        let segments = [
            Segment(level: 1, time: 0.001), Segment(level: 0.5, time: 0.001), Segment(level: 1, time: 0.001),
            Segment(level: 0, time: 0.001),
        ]
        let samples = renderer(segments).render(inputs(0, segments, release: 3, loop: 1), frameCount: 960)[0]
        for frame in 200..<800 { #expect(abs(samples[frame] - samples[frame + 96]) < 1e-6) }
    }

    @Test func gateBelowMinusOneSetsReleaseTime() {
        let segments = [Segment(level: 1, time: 0.001), Segment(level: 0, time: 5)]
        let unit = renderer(segments)
        _ = unit.render(inputs(0, segments, release: 1), frameCount: 640)
        let samples = unit.render(inputs(0, segments, gate: .controlRate(-1.01), release: 1), frameCount: 640)[0]
        #expect(samples[0] == 1 && samples[240] > 0.4 && samples[240] < 0.6)
        #expect(samples[481...].allSatisfy { $0 == 0 })
    }
}

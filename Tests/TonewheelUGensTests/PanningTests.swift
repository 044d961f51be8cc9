import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct PanningTests {
    private let ones = TestSignal.audioRate([Float](repeating: 1, count: 64))

    @Test(arguments: [-1.0, -0.5, 0, 0.25, 1])
    func panningPreservesPower(position: Double) {
        let sides = UnitRenderer(UnitEntry(Pan2.self)).render(
            ["in": ones, "position": .controlRate(Float(position))], frameCount: 64)
        let angle = (position + 1) * .pi / 4
        #expect(abs(Double(sides[0][63]) - cos(angle)) < 1e-6)
        #expect(abs(Double(sides[1][63]) - sin(angle)) < 1e-6)
    }

    @Test func crossfadesMixBothSignals() {
        let inputs: (Float) -> [String: TestSignal] = {
            ["a": .controlRate(1), "b": .controlRate(3), "position": .controlRate($0)]
        }
        let linear = UnitRenderer(UnitEntry(LinXFade2.self)).render(inputs(0.5), frameCount: 64)[0]
        let power = UnitRenderer(UnitEntry(XFade2.self)).render(inputs(-1), frameCount: 64)[0]
        #expect(linear.allSatisfy { abs($0 - 2.5) < 1e-6 })
        #expect(power.allSatisfy { abs($0 - 1) < 1e-6 })
    }

    @Test func positionChangeIsRampedOverBlock() {
        let unit = UnitRenderer(UnitEntry(Pan2.self))
        _ = unit.render(["in": ones, "position": .controlRate(-1)], frameCount: 64)
        let right = unit.render(["in": ones, "position": .controlRate(1)], frameCount: 64)[1]
        for frame in 0..<64 { #expect(abs(right[frame] - Float(frame) / 64) < 1e-6) }
    }

    @Test func rangesClipFoldAndWrap() {
        let signal: [Float] = [-3.5, -1, -0.5, 0, 0.75, 1.5, 2.25]
        let inputs: [String: TestSignal] = [
            "in": .audioRate(signal), "low": .controlRate(-1), "high": .controlRate(1),
        ]
        let render = { (unit: UnitEntry) in UnitRenderer(unit).render(inputs, frameCount: signal.count)[0] }
        #expect(render(UnitEntry(Clip.self)) == [-1, -1, -0.5, 0, 0.75, 1, 1])
        #expect(render(UnitEntry(Fold.self)) == [0.5, -1, -0.5, 0, 0.75, 0.5, -0.25])
        #expect(render(UnitEntry(Wrap.self)) == [0.5, -1, -0.5, 0, 0.75, -0.5, 0.25])
    }

    @Test func ringPreservesPower() {
        for position in stride(from: -2, to: 2, by: 0.1) as StrideTo<Float> {
            let renderer = UnitRenderer(UnitEntry(PanAz.self), outputCount: 5)
            let outputs = renderer.render(
                ["in": .controlRate(1), "position": .controlRate(position)], frameCount: 1, blockSizes: [1])
            let power = outputs.reduce(0) { $0 + $1[0] * $1[0] }
            #expect(abs(power - 1) < 2e-3, "at \(position)")
            #expect(outputs.count { $0[0] != 0 } <= 2)
        }
        let first = UnitRenderer(UnitEntry(PanAz.self), outputCount: 4).render(
            ["in": .controlRate(0.5), "position": .controlRate(0.5), "orientation": .controlRate(0)], frameCount: 1,
            blockSizes: [1])
        #expect(abs(first[1][0] - 0.5) < 1e-6)
        #expect(first[0][0] == 0 && first[2][0] == 0 && first[3][0] == 0)
    }
}

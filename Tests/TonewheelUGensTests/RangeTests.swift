import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// Tests of reversed ranges, as in scsynth (measured, 3.13).
@Suite struct RangeTests {
    private let signal: [Float] = [-3, 0.5, 1, 2, 4.5, 5, 7]

    private func render(_ unit: UnitEntry, _ low: Float, _ high: Float) -> [Float] {
        UnitRenderer(unit).render(
            ["in": .audioRate(signal), "low": .controlRate(low), "high": .controlRate(high)],
            frameCount: signal.count)[0]
    }

    private func operate(_ index: Int, _ second: Float, rate: Rate = .audio) -> [Float] {
        let renderer = UnitRenderer(UnitEntry(BinaryOpUGen.self), rate: rate, specialIndex: index)
        return renderer.render(["a": .audioRate(signal), "b": .controlRate(second)], frameCount: signal.count)[0]
    }

    @Test func wrapHandlesReversedRange() {
        #expect(render(UnitEntry(Wrap.self), 5, 1) == [5, 4.5, 5, 2, 4.5, 5, 3])
        #expect(render(UnitEntry(Wrap.self), 1, 5) == [1, 4.5, 1, 2, 4.5, 1, 3])
        #expect(render(UnitEntry(Wrap.self), 2, 2) == [Float](repeating: 2, count: signal.count))
        #expect(operate(45, -2) == [1, 0.5, 1, 2, 0.5, 1, -1])
    }

    @Test func foldHandlesReversedRange() {
        #expect(render(UnitEntry(Fold.self), 5, 1) == [-3, 0.5, 1, 0, -2.5, -3, -1])
        #expect(operate(44, -2) == [-3, -4.5, -5, -6, -3.5, -3, -3])
    }

    @Test func clipHandlesReversedRange() {
        #expect(render(UnitEntry(Clip.self), 5, 1) == [Float](repeating: 5, count: signal.count))
        #expect(operate(42, -2) == [Float](repeating: 2, count: signal.count))
        #expect(operate(42, -2, rate: .control) == [2, -2, -2, -2, -2, -2, -2])
        #expect(operate(43, -2) == [-5, 2.5, 3, 4, 6.5, 7, 9])
    }
}

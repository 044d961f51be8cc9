import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// What every unit promises, tested on every unit.
@Suite struct UnitLawsTests {
    static let sampleRates = [8_000.0, 44_100, 48_000, 192_000]

    /// A signal for every input, within what its unit of measure allows.
    private func signals(for spec: UnitSpec, frameCount: Int, seed: UInt64) -> [String: TestSignal] {
        var random = RepeatableRandom(seed: seed)
        var signals: [String: TestSignal] = [:]
        for input in spec.inputs {
            signals[input.name] = .audioRate(
                (0..<frameCount).map { _ in input.unit.random(using: &random) })
        }
        return signals
    }

    @Test func namesAreUniqueAndDefaultsAreNumbers() {
        let specs = UnitRegistry.standard.map(\.spec)
        #expect(Set(specs.map(\.name)).count == specs.count)
        for spec in specs {
            #expect(Set(spec.inputs.map(\.name)).count == spec.inputs.count)
            #expect(Set(spec.outputs).count == spec.outputs.count)
            #expect(!spec.outputs.isEmpty)
            #expect(spec.inputs.allSatisfy { $0.defaultValue.isFinite })
        }
    }

    @Test(arguments: UnitRegistry.standard)
    func theSizeOfTheBlocksChangesNothing(unit: UnitEntry) {
        let signals = signals(for: unit.spec, frameCount: 1000, seed: 1)
        let whole = UnitRenderer(unit).render(signals, frameCount: 1000, blockSizes: [1000])
        for blockSizes in [[1], [64], [63], [7, 1, 300, 2, 64], [999, 1]] {
            #expect(UnitRenderer(unit).render(signals, frameCount: 1000, blockSizes: blockSizes) == whole)
        }
    }

    @Test(arguments: UnitRegistry.standard)
    func resetGoesBackToTimeZero(unit: UnitEntry) {
        let signals = signals(for: unit.spec, frameCount: 500, seed: 2)
        let renderer = UnitRenderer(unit)
        let first = renderer.render(signals, frameCount: 500)
        #expect(renderer.render(signals, frameCount: 500) != first || first.allSatisfy { $0.allSatisfy { $0 == 0 } })
        renderer.unit.reset()
        #expect(renderer.render(signals, frameCount: 500) == first)
    }

    @Test(arguments: UnitRegistry.standard)
    func controlRateIsAConstantAudioRate(unit: UnitEntry) {
        var random = RepeatableRandom(seed: 3)
        var (control, audio): ([String: TestSignal], [String: TestSignal]) = ([:], [:])
        for input in unit.spec.inputs {
            let value = input.unit.random(using: &random)
            control[input.name] = .controlRate(value)
            audio[input.name] = .audioRate([Float](repeating: value, count: 500))
        }
        #expect(
            UnitRenderer(unit).render(control, frameCount: 500) == UnitRenderer(unit).render(audio, frameCount: 500))
    }

    @Test(arguments: UnitRegistry.standard)
    func outputMayBeTheMemoryOfAnInput(unit: UnitEntry) {
        let signals = signals(for: unit.spec, frameCount: 500, seed: 4)
        let apart = UnitRenderer(unit).render(signals, frameCount: 500)
        #expect(UnitRenderer(unit).render(signals, frameCount: 500, inPlace: true) == apart)
    }

    @Test(arguments: UnitRegistry.standard, sampleRates)
    func extremeInputsGiveFiniteOutputs(unit: UnitEntry, sampleRate: Double) {
        let extremes: [Float] = [
            0, -0.0, 1, -1, 1e30, -1e30, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
            .infinity, -.infinity, .nan, Float(sampleRate / 2), Float(-sampleRate / 2), Float(sampleRate),
        ]
        var signals: [String: TestSignal] = [:]
        var random = RepeatableRandom(seed: 5)
        for input in unit.spec.inputs {
            signals[input.name] = .audioRate((0..<2000).map { _ in extremes.randomElement(using: &random)! })
        }
        let outputs = UnitRenderer(unit, sampleRate: sampleRate).render(signals, frameCount: 2000)
        #expect(outputs.allSatisfy { $0.allSatisfy { $0.isFinite } })
        for extreme in extremes {
            for input in unit.spec.inputs {
                let outputs = UnitRenderer(unit, sampleRate: sampleRate)
                    .render([input.name: .controlRate(extreme)], frameCount: 100)
                #expect(outputs.allSatisfy { $0.allSatisfy { $0.isFinite } }, "\(input.name) at \(extreme)")
            }
        }
    }

    @Test(arguments: UnitRegistry.standard)
    func everyFrameIsWritten(unit: UnitEntry) {
        for blockSize in [1, 2, 3, 5, 8, 64, 65] {
            let outputs = UnitRenderer(unit).render(frameCount: 65, blockSizes: [blockSize])
            #expect(outputs.allSatisfy { $0.allSatisfy { $0.bitPattern != UnitRenderer.poison.bitPattern } })
        }
    }
}

extension UnitSpec.Input.Unit {
    /// A value that makes sense for such an input.
    fileprivate func random(using random: inout RepeatableRandom) -> Float {
        switch self {
        case .hertz: .random(in: 0...20_000, using: &random)
        case .number: .random(in: -1...1, using: &random)
        }
    }
}

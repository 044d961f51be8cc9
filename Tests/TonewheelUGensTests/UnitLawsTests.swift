import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

/// Tests of the laws that every unit must satisfy. Units that are exempt from a law state the reason in their spec.
@Suite struct UnitLawsTests {
    static let sampleRates = [8_000.0, 44_100, 48_000, 192_000]

    private static func units(keeping law: UnitSpec.Law) -> [UnitEntry] {
        UnitRegistry.standard.filter { $0.spec.exemptions[law] == nil }
    }

    /// Returns a random signal for every input, within the range of its unit.
    private func signals(for renderer: UnitRenderer, frameCount: Int, seed: UInt64) -> [String: TestSignal] {
        var random = RepeatableRandom(seed: seed)
        var signals: [String: TestSignal] = [:]
        let inputs = renderer.entry.spec.inputs
        for (index, name) in renderer.inputNames.enumerated() {
            let unit = index < inputs.count ? inputs[index].unit : .number
            signals[name] = .audioRate((0..<frameCount).map { _ in unit.random(using: &random) })
        }
        return signals
    }

    @Test func namesAreUniqueAndDefaultsAreFinite() {
        let specs = UnitRegistry.standard.map(\.spec)
        #expect(Set(specs.map(\.name)).count == specs.count)
        for spec in specs {
            #expect(Set(spec.inputs.map(\.name)).count == spec.inputs.count)
            if case .named(let outputs) = spec.outputs { #expect(Set(outputs).count == outputs.count) }
            #expect(spec.inputs.allSatisfy { $0.defaultValue.isFinite })
            #expect(spec.exemptions.values.allSatisfy { !$0.isEmpty }, "\(spec.name) states its reasons")
        }
    }

    @Test(arguments: units(keeping: .blockSizes))
    func outputDoesNotDependOnBlockSizes(unit: UnitEntry) {
        let signals = signals(for: UnitRenderer(unit), frameCount: 1000, seed: 1)
        let whole = UnitRenderer(unit).render(signals, frameCount: 1000, blockSizes: [1000])
        for blockSizes in [[1], [64], [63], [7, 1, 300, 2, 64], [999, 1]] {
            expectEqual(UnitRenderer(unit).render(signals, frameCount: 1000, blockSizes: blockSizes), whole, unit)
        }
    }

    /// Each input is at audio rate, at control rate with values that change at block boundaries, or constant.
    @Test(arguments: units(keeping: .splits))
    func blockInPiecesEqualsWholeBlock(unit: UnitEntry) {
        var random = RepeatableRandom(seed: 7)
        let blockFrames = 64
        let frameCount = 6 * blockFrames
        let shape = RenderMemory.Shape(
            blockFrames: blockFrames, audioBusCount: 8, controlBusCount: 8, bufferCount: 8)
        func renderer() -> UnitRenderer {
            UnitRenderer(unit, maximumFrameCount: blockFrames, seed: 1, shape: shape)
        }
        let inputs = unit.spec.inputs
        for trial in 0..<12 {
            var signals: [String: TestSignal] = [:]
            for (index, name) in renderer().inputNames.enumerated() {
                let kind = index < inputs.count ? inputs[index].unit : .number
                let isSlow = trial % 2 == 1
                let values = (0..<frameCount).map { _ in kind.random(using: &random) }
                switch trial < 2 ? 2 * trial : Int.random(in: 0..<4, using: &random) {
                case 0: signals[name] = .audioRate(values)
                case 1: signals[name] = .controlRate(values[0])
                case 2: signals[name] = .controlRateByBlock(Array(values[..<6]))
                default: signals[name] = .controlRateByBlock(isSlow ? [values[0], values[0], values[1]] : [values[0]])
                }
            }
            let whole = renderer()
            let expected = whole.render(signals, frameCount: frameCount, blockSizes: [blockFrames])
            for splits in [[1], [32], [31], [63], [20, 40], [1, 2, 3, 62, 63]] {
                let divided = renderer()
                let outputs = divided.render(
                    signals, frameCount: frameCount, blockSizes: [blockFrames], splits: splits)
                expectEqual(outputs, expected, unit)
                expectEqual(divided.buses, whole.buses, unit)
            }
        }
    }

    /// Initial values are computed by a copy of the unit, so they do not affect its later output, actions and messages.
    @Test(arguments: UnitRegistry.standard)
    func primingHasNoSideEffects(unit: UnitEntry) {
        let (plain, primed) = (UnitRenderer(unit), UnitRenderer(unit))
        let signals = signals(for: plain, frameCount: 500, seed: 6)
        let expected = plain.render(signals, frameCount: 500)
        expectEqual(primed.render(signals, frameCount: 500, primes: true), expected, unit)
        #expect(primed.initialValues.allSatisfy { $0.isFinite })
        for renderer in [plain, primed] { renderer.reset() }
        let extreme = signals.mapValues { _ in TestSignal.controlRate(.greatestFiniteMagnitude) }
        let loud = plain.render(extreme, frameCount: 200)
        expectEqual(primed.render(extreme, frameCount: 200, primes: true), loud, unit)
        if unit.spec.exemptions[.finite] == nil { #expect(primed.initialValues.allSatisfy { $0.isFinite }) }
    }

    @Test(arguments: units(keeping: .reset))
    func resetRestoresInitialState(unit: UnitEntry) {
        let renderer = UnitRenderer(unit)
        let signals = signals(for: renderer, frameCount: 500, seed: 2)
        let first = renderer.render(signals, frameCount: 500)
        _ = renderer.render(signals, frameCount: 77)
        renderer.reset()
        expectEqual(renderer.render(signals, frameCount: 500), first, unit)
    }

    @Test(arguments: units(keeping: .controlRate))
    func controlRateEqualsConstantAudioRate(unit: UnitEntry) {
        var random = RepeatableRandom(seed: 3)
        for _ in 0..<4 {
            var (control, audio): ([String: TestSignal], [String: TestSignal]) = ([:], [:])
            let names = UnitRenderer(unit).inputNames
            for (index, name) in names.enumerated() {
                let inputs = unit.spec.inputs
                let value = (index < inputs.count ? inputs[index].unit : .number).random(using: &random)
                control[name] = .controlRate(value)
                audio[name] = .audioRate([Float](repeating: value, count: 500))
            }
            let expected = UnitRenderer(unit).render(audio, frameCount: 500)
            expectClose(UnitRenderer(unit).render(control, frameCount: 500), expected, unit)
        }
    }

    @Test(arguments: units(keeping: .inPlace))
    func outputMayShareMemoryWithInput(unit: UnitEntry) {
        let signals = signals(for: UnitRenderer(unit), frameCount: 500, seed: 4)
        let separate = UnitRenderer(unit).render(signals, frameCount: 500)
        for output in separate.indices {
            for input in UnitRenderer(unit).inputNames.indices {
                let shared = UnitRenderer(unit).render(signals, frameCount: 500, inPlace: (output, input))
                expectEqual(shared, separate, unit)
            }
        }
    }

    @Test(arguments: units(keeping: .finite), sampleRates)
    func extremeInputsYieldFiniteOutputs(unit: UnitEntry, sampleRate: Double) {
        let extremes: [Float] = [
            0, -0.0, 1, -1, 1e30, -1e30, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
            .infinity, -.infinity, .nan, Float(sampleRate / 2), Float(-sampleRate / 2), Float(sampleRate),
        ]
        let renderer = UnitRenderer(unit, sampleRate: sampleRate)
        var signals: [String: TestSignal] = [:]
        var random = RepeatableRandom(seed: 5)
        for name in renderer.inputNames {
            signals[name] = .audioRate((0..<2000).map { _ in extremes.randomElement(using: &random)! })
        }
        let outputs = renderer.render(signals, frameCount: 2000)
        #expect(outputs.allSatisfy { $0.allSatisfy { $0.isFinite } })
        for extreme in extremes {
            for name in renderer.inputNames {
                let outputs = UnitRenderer(unit, sampleRate: sampleRate)
                    .render([name: .controlRate(extreme)], frameCount: 100)
                #expect(outputs.allSatisfy { $0.allSatisfy { $0.isFinite } }, "\(name) at \(extreme)")
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

    private func expectEqual(
        _ outputs: [[Float]], _ expected: [[Float]], _ unit: UnitEntry, at location: SourceLocation = #_sourceLocation
    ) {
        let same = outputs.map { $0.map(\.bitPattern) } == expected.map { $0.map(\.bitPattern) }
        #expect(same, "\(unit)", sourceLocation: location)
    }

    /// Constant inputs may be computed in a different order, so the last bits may differ.
    private func expectClose(
        _ outputs: [[Float]], _ expected: [[Float]], _ unit: UnitEntry, at location: SourceLocation = #_sourceLocation
    ) {
        for (output, expected) in zip(outputs, expected) {
            let worst = zip(output, expected).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
            #expect(worst <= 1e-5, "\(unit) differs by \(worst)", sourceLocation: location)
        }
    }
}

extension UnitSpec.Input.Unit {
    /// Returns a random value in a sensible range for this kind of input.
    fileprivate func random(using random: inout RepeatableRandom) -> Float {
        switch self {
        case .hertz: .random(in: 0...20_000, using: &random)
        case .seconds: .random(in: 0...0.1, using: &random)
        case .number, .trigger: .random(in: -1...1, using: &random)
        case .bus, .buffer: Float(Int.random(in: 0..<4, using: &random))
        case .action: 0
        }
    }
}

import Foundation
import TestSupport
import Testing
import TonewheelDSP
import TonewheelUGens

@Suite struct FilterTests {
    private func expect(
        _ unit: UnitEntry, _ parameters: [String: Float], _ gains: [Double: Double],
        tolerance: Double = 1e-3, at location: SourceLocation = #_sourceLocation
    ) {
        let response = FilterResponse(unit, parameters)
        for (frequency, expected) in gains {
            let gain = response.gain(at: frequency)
            #expect(
                abs(gain - expected) <= tolerance, "\(unit) at \(frequency): \(gain), not \(expected)",
                sourceLocation: location)
        }
    }

    @Test(arguments: [Float(100), 1000, 10_000])
    func butterworthFiltersLoseThreeDecibelsAtCutoff(cutoff: Float) {
        let half = 0.5.squareRoot()
        expect(UnitEntry(LPF.self), ["frequency": cutoff], [0: 1, Double(cutoff): half, 24_000: 0])
        expect(UnitEntry(HPF.self), ["frequency": cutoff], [0: 0, Double(cutoff): half, 24_000: 1])
    }

    @Test func bandFiltersPassOrRejectCentre() {
        let parameters: [String: Float] = ["frequency": 1000, "reciprocalQ": 0.2]
        expect(UnitEntry(BPF.self), parameters, [0: 0, 1000: 1, 24_000: 0])
        // The peak is at the centre for narrow bands only.
        expect(UnitEntry(Resonz.self), parameters, [0: 0, 1000: 1, 24_000: 0], tolerance: 0.01)
        expect(UnitEntry(BRF.self), parameters, [0: 1, 1000: 0, 24_000: 1])
        let band: [String: Float] = ["frequency": 1000, "bandwidth": 1]
        expect(UnitEntry(BBandPass.self), band, [0: 0, 1000: 1, 24_000: 0])
        expect(UnitEntry(BBandStop.self), band, [0: 1, 1000: 0, 24_000: 1])
    }

    @Test func bandwidthIsMeasuredAtHalfPower() {
        // The cookbook's formula is exact for the analogue filter. At 1 kHz the difference is small.
        let response = FilterResponse(UnitEntry(BBandPass.self), ["frequency": 1000, "bandwidth": 1])
        #expect(abs(response.gain(at: 1000 * 0.5.squareRoot()) - 0.5.squareRoot()) < 0.01)
        #expect(abs(response.gain(at: 1000 * 2.0.squareRoot()) - 0.5.squareRoot()) < 0.01)
    }

    @Test func resonantFiltersPassOneBand() {
        let parameters: [String: Float] = ["frequency": 2000, "reciprocalQ": 0.3]
        expect(UnitEntry(RLPF.self), parameters, [0: 1, 24_000: 0])
        expect(UnitEntry(RHPF.self), parameters, [0: 0, 24_000: 1])
        let response = FilterResponse(UnitEntry(RLPF.self), parameters)
        #expect(response.gain(at: 2000) > 2.5)
    }

    @Test func cookbookFiltersHaveRequestedQ() {
        let parameters: [String: Float] = ["frequency": 2000, "reciprocalQ": 0.25]
        expect(UnitEntry(BLowPass.self), parameters, [0: 1, 2000: 4, 24_000: 0])
        expect(UnitEntry(BHiPass.self), parameters, [0: 0, 2000: 4, 24_000: 1])
        expect(UnitEntry(BAllPass.self), parameters, [0: 1, 500: 1, 2000: 1, 10_000: 1])
    }

    @Test(arguments: [Float(-12), 6, 18])
    func equalizersHaveRequestedGain(decibels: Float) {
        let factor = pow(10, Double(decibels) / 20)
        let root = factor.squareRoot()
        expect(
            UnitEntry(BPeakEQ.self), ["frequency": 2000, "reciprocalQ": 1, "gain": decibels],
            [0: 1, 2000: factor, 24_000: 1], tolerance: 0.01)
        let shelf: [String: Float] = ["frequency": 2000, "reciprocalS": 1, "gain": decibels]
        expect(UnitEntry(BLowShelf.self), shelf, [0: factor, 2000: root, 24_000: 1], tolerance: 0.01)
        expect(UnitEntry(BHiShelf.self), shelf, [0: 1, 2000: root, 24_000: factor], tolerance: 0.01)
    }

    @Test func ringingDecaysBySixtyDecibelsInDecayTime() {
        let impulse = FilterResponse(UnitEntry(Ringz.self), ["frequency": 1000, "decay": 0.5]).impulse
        let early = impulse[100..<148].map(abs).max() ?? 0
        let late = impulse[24_100..<24_148].map(abs).max() ?? 0
        #expect(abs(late / early - 0.001) < 2e-5)
        let decay = FilterResponse(UnitEntry(Decay.self), ["decay": 0.5]).impulse
        #expect(abs(decay[24_000] - 0.001) < 1e-6)
    }

    @Test func outputsMatchDifferenceEquations() {
        var random = RepeatableRandom(seed: 7)
        // The first frames are 0, so the initial state of the filter does not matter.
        let x: [Float] = [0, 0] + (0..<200).map { _ in Float.random(in: -1...1, using: &random) }
        let equations: [(UnitEntry, [String: Float], (Int, [Double]) -> Double)] = [
            (UnitEntry(LeakDC.self), ["coefficient": 0.9], { Double(x[$0]) - Double(x[$0 - 1]) + 0.9 * $1[$0 - 1] }),
            (UnitEntry(OnePole.self), ["coefficient": -0.5], { 0.5 * Double(x[$0]) - 0.5 * $1[$0 - 1] }),
            (UnitEntry(OneZero.self), ["coefficient": 0.25], { n, _ in 0.75 * Double(x[n]) + 0.25 * Double(x[n - 1]) }),
            (UnitEntry(Integrator.self), ["coefficient": 0.75], { Double(x[$0]) + 0.75 * $1[$0 - 1] }),
            (UnitEntry(HPZ1.self), [:], { n, _ in 0.5 * (Double(x[n]) - Double(x[n - 1])) }),
            (UnitEntry(LPZ1.self), [:], { n, _ in 0.5 * (Double(x[n]) + Double(x[n - 1])) }),
        ]
        for (unit, parameters, equation) in equations {
            var inputs = parameters.mapValues { TestSignal.controlRate($0) }
            inputs["in"] = .audioRate(x)
            let output = UnitRenderer(unit).render(inputs, frameCount: x.count)[0]
            var expected = [Double](repeating: 0, count: x.count)
            for frame in 1..<x.count {
                expected[frame] = equation(frame, expected)
                #expect(abs(Double(output[frame]) - expected[frame]) < 1e-5, "\(unit) at \(frame)")
            }
        }
    }

    @Test func sectionAppliesCoefficients() {
        let impulse = FilterResponse(
            UnitEntry(SOS.self), ["a0": 0.5, "a1": 0.25, "a2": 0.125, "b1": 0.5, "b2": -0.25], frameCount: 5
        ).impulse
        // w: 1, 0.5, 0, -0.125, -0.0625
        #expect(impulse == [0.5, 0.5, 0.25, 0, -0.0625])
    }

    @Test func bankIsHalfTheSumOfItsResonators() {
        var samples = [Float](repeating: 0, count: 4800)
        samples[8] = 0.5
        samples[100] = 1
        var expected = [Float](repeating: 0, count: samples.count)
        var inputs: [String: TestSignal] = [
            "in": .audioRate(samples), "frequencyScale": .controlRate(2), "frequencyOffset": .controlRate(10),
            "decayScale": .controlRate(0.5),
        ]
        let partials: [[Float]] = [[200, 1, 0.1], [330, 0.5, 0.2], [1000, -0.25, 0.05]]
        for (index, partial) in partials.enumerated() {
            for part in 0..<3 { inputs["partials\(3 * index + part)"] = .controlRate(partial[part]) }
            let ring = UnitRenderer(UnitEntry(Ringz.self)).render(
                [
                    "in": .audioRate(samples), "frequency": .controlRate(2 * partial[0] + 10),
                    "decay": .controlRate(0.5 * partial[2]),
                ], frameCount: samples.count)[0]
            for frame in samples.indices { expected[frame] += 0.5 * partial[1] * ring[frame] }
        }
        let output = UnitRenderer(UnitEntry(Klank.self), furtherInputs: 9).render(inputs, frameCount: samples.count)[0]
        // The bank computes its coefficients in single precision.
        #expect(zip(output, expected).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(output[4799] != 0)
    }

    /// As measured with scsynth, for both signs.
    @Test func audioRateCoefficientIsSubtractedFromOne() {
        let output = UnitRenderer(UnitEntry(OnePole.self)).render(
            ["in": .controlRate(1), "coefficient": .audioRate([Float](repeating: -0.5, count: 10))], frameCount: 10)[0]
        var last: Float = 1.5
        for sample in output {
            last = 1.5 - 0.5 * last
            #expect(abs(sample - last) < 1e-6)
        }
    }

    /// As measured with scsynth: groups of three frames share the coefficients of one parameter frame.
    @Test func audioRateParametersHoldForThreeFrames() {
        let units = [
            UnitEntry(BAllPass.self), UnitEntry(BBandPass.self), UnitEntry(BBandStop.self), UnitEntry(BHiPass.self),
            UnitEntry(BLowPass.self), UnitEntry(BPeakEQ.self), UnitEntry(BLowShelf.self), UnitEntry(BHiShelf.self),
        ]
        let width = TestSignal.audioRate([Float](repeating: 0.7, count: 64))
        let signal = (0..<64).map { Float(($0 * 37) % 11) - 5 }
        for unit in units {
            func render(_ frequency: [Float]) -> [Float] {
                let inputs: [String: TestSignal] = [
                    "in": .audioRate(signal), "frequency": .audioRate(frequency), "reciprocalQ": width,
                    "bandwidth": width,
                    "reciprocalS": width, "gain": .audioRate([Float](repeating: 6, count: 64)),
                ]
                return UnitRenderer(unit).render(inputs, frameCount: 64)[0]
            }
            let steady = render([Float](repeating: 1000, count: 64))
            let step = render((0..<64).map { $0 < 5 ? 1000 : 5000 })
            #expect(step[..<15] == steady[..<15], "\(unit)")
            #expect(step[15] != steady[15], "\(unit)")
        }
    }
}

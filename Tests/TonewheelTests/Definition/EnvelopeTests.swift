import Testing
import Tonewheel
import TonewheelGraph

@Suite struct EnvelopeTests {
    /// The layouts of sclang 3.13: `Env.….asArray`.
    @Test func layoutsMatchSclang() throws {
        let layouts: [(Envelope, [Float])] = [
            (.adsr(), [0, 3, 2, -99, 1, 0.01, 5, -4, 0.5, 0.3, 5, -4, 0, 1, 5, -4]),
            (
                .adsr(0.1, 0.2, 0.3, 0.4, peak: 2, curve: .exponential, bias: 1),
                [1, 3, 2, -99, 3, 0.1, 2, 0, 1.6, 0.2, 2, 0, 1, 0.4, 2, 0]
            ),
            (.dadsr(), [0, 4, 3, -99, 0, 0.1, 5, -4, 1, 0.01, 5, -4, 0.5, 0.3, 5, -4, 0, 1, 5, -4]),
            (
                .dadsr(delay: 0.5, 0.1, 0.2, 0.3, 0.4, peak: 2, curve: -2, bias: 1),
                [1, 4, 3, -99, 1, 0.5, 5, -2, 3, 0.1, 5, -2, 1.6, 0.2, 5, -2, 1, 0.4, 5, -2]
            ),
            (.perc(), [0, 2, -99, -99, 1, 0.01, 5, -4, 0, 1, 5, -4]),
            (.perc(0.05, 2, level: 0.7, curve: .squared), [0, 2, -99, -99, 0.7, 0.05, 6, 0, 0, 2, 6, 0]),
            (.asr(), [0, 2, 1, -99, 1, 0.01, 5, -4, 0, 1, 5, -4]),
            (.asr(0.02, 0.5, 1, curve: .welch), [0, 2, 1, -99, 0.5, 0.02, 4, 0, 0, 1, 4, 0]),
            (.linen(), [0, 3, -99, -99, 1, 0.01, 1, 0, 1, 1, 1, 0, 0, 1, 1, 0]),
            (
                .linen(0.1, 2, 3, level: 0.6, curve: .cubed),
                [0, 3, -99, -99, 0.6, 0.1, 7, 0, 0.6, 2, 7, 0, 0, 3, 7, 0]
            ),
            (.triangle(), [0, 2, -99, -99, 1, 0.5, 1, 0, 0, 0.5, 1, 0]),
            (.triangle(3, level: 0.5), [0, 2, -99, -99, 0.5, 1.5, 1, 0, 0, 1.5, 1, 0]),
            (.sine(), [0, 2, -99, -99, 1, 0.5, 3, 0, 0, 0.5, 3, 0]),
            (.sine(3, level: 0.5), [0, 2, -99, -99, 0.5, 1.5, 3, 0, 0, 1.5, 3, 0]),
            (.cutoff(), [1, 1, 0, -99, 0, 0.1, 1, 0]),
            (.cutoff(1, level: 0.5, curve: .hold), [0.5, 1, 0, -99, 0, 1, 8, 0]),
            (
                Envelope(
                    levels: [0, 1, 0.5, 0.25, 0], times: [0.1, 0.2], curves: [.sine, -4, .step], releaseNode: 3,
                    loopNode: 1),
                [0, 4, 3, 1, 1, 0.1, 3, 0, 0.5, 0.2, 5, -4, 0.25, 0.1, 0, 0, 0, 0.2, 3, 0]
            ),
        ]
        for (envelope, layout) in layouts {
            let inputs = envelope.inputs.compactMap(\.constant)
            #expect(inputs.count == layout.count)
            for (ours, theirs) in zip(inputs, layout) {
                #expect(abs(ours - theirs) <= 1e-6 * abs(theirs), "\(inputs), sclang has \(layout)")
            }
        }
    }

    @Test func incompleteEnvelopesAreRefused() {
        for envelope in [
            Envelope(levels: [], times: [1]), Envelope(levels: [1], times: [1]), Envelope(levels: [0, 1], times: []),
            Envelope(levels: [0, 1], times: [1], curves: []),
        ] {
            #expect(envelope.inputs.compactMap(\.constant) == [0, 0, -99, -99])
            #expect(throws: SynthDefError.self) { try SynthDef("a") { _ in EnvGen.kr(envelope) } }
        }
    }

    @Test func levelsMayBeSignals() throws {
        let definition = try SynthDef("a") { def in
            let peak = def.control("peak", 2)
            Out.kr(0, EnvGen.kr(.adsr(peak: peak), gate: 1))
        }
        // A control, a product for the sustain level, and no sum, since the bias is 0.
        #expect(definition.units.map(\.name) == ["Control", "BinaryOpUGen", "EnvGen", "Out"])
    }
}

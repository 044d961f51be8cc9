import Tonewheel

extension NullCase {
    static let all: [NullCase] =
        oscillators + controls + arithmetic + filters + furtherFilters + panning + envelopes + further + triggers
        + buffers + server + extremes

    static let oscillators: [NullCase] = [
        NullCase("SinOsc") { _ in audio("SinOsc", [440, 0]) },
        NullCase("SinOsc, phase") { _ in audio("SinOsc", [440, 1]) },
        NullCase("SinOsc, control-rate frequency", x: (300, 500)) { audio("SinOsc", [$0, 0]) },
        NullCase("SinOsc, control-rate phase", x: (0, 1)) { audio("SinOsc", [440, $0]) },
        NullCase("SinOsc, audio-rate frequency") { _ in audio("SinOsc", [300 * sine + 400, 0]) },
        NullCase("SinOsc, audio-rate phase") { _ in audio("SinOsc", [440, 2 * sine]) },
        NullCase("SinOsc.kr") { _ in control("SinOsc", [5, 0]) },
        NullCase("LFSaw") { _ in audio("LFSaw", [440, 0]) },
        NullCase("LFSaw, phase and step", x: (100, 333)) { audio("LFSaw", [$0, 0.5]) },
        NullCase("LFSaw.kr") { _ in control("LFSaw", [5, 0.3]) },
        NullCase("LFTri") { _ in audio("LFTri", [440, 0]) },
        NullCase("LFTri, phase and step", x: (100, 333)) { audio("LFTri", [$0, 1.5]) },
        NullCase("LFPulse") { _ in audio("LFPulse", [440, 0, 0.3]) },
        NullCase("LFPulse, step", x: (100, 333)) { audio("LFPulse", [$0, 0.25, 0.7]) },
        NullCase("LFPulse.kr") { _ in control("LFPulse", [5, 0, 0.5]) },
        NullCase("VarSaw") { _ in audio("VarSaw", [440, 0, 0.3]) },
        NullCase("VarSaw, step", x: (100, 333)) { audio("VarSaw", [$0, 0.5, 0.7]) },
        NullCase("Impulse") { _ in audio("Impulse", [100, 0]) },
        NullCase("Impulse, phase") { _ in audio("Impulse", [100, 0.25]) },
        NullCase("Impulse.kr") { _ in control("Impulse", [20, 0]) },
        NullCase("Saw") { _ in
            audio("Saw", [440])
        },
        NullCase("Pulse") { _ in
            audio("Pulse", [440, 0.5])
        },
        NullCase("SinOscFB") { _ in
            audio("SinOscFB", [440, 0.7])
        },
        NullCase("DC") { _ in audio("DC", [0.5]) },
    ]

    static let controls: [NullCase] = [
        NullCase("K2A", x: (0.2, 0.7)) { audio("K2A", [$0]) },
        NullCase("Lag", x: (0.2, 0.7)) { control("Lag", [$0, 0.05]) },
        NullCase("Lag, time", x: (0.01, 0.03)) { audio("Lag", [audio("LFPulse", [30, 0, 0.5]), $0]) },
        NullCase("Lag.ar") { _ in audio("Lag", [audio("LFPulse", [30, 0, 0.5]), 0.01]) },
        NullCase("Line") { _ in audio("Line", [0, 1, 0.1, 0]) },
        NullCase("Line.kr") { _ in control("Line", [1, 0, 0.1, 0]) },
        NullCase("XLine") { _ in audio("XLine", [1, 0.01, 0.1, 0]) },
        NullCase("XLine.kr") { _ in control("XLine", [100, 2000, 0.1, 0]) },
        NullCase("Select", x: (0, 2)) { audio("Select", [$0, sine, saw, audio("DC", [0.3])]) },
        NullCase("HPZ1") { _ in audio("HPZ1", [saw]) },
        NullCase("HPZ1.kr", x: (0.2, 0.7)) { control("HPZ1", [$0]) },
        NullCase("SampleRate") { _ in
            UGen.unit("K2A", .audio, [UGen.unit("SampleRate", .scalar, [], outputs: 1)[0]])[0]
        },
        NullCase("ControlDur") { _ in
            UGen.unit("K2A", .audio, [UGen.unit("ControlDur", .scalar, [], outputs: 1)[0]])[0]
        },
    ]

    static let arithmetic: [NullCase] =
        binary([0, 1, 2, 8, 9, 12, 13, 23, 24] + Array(30...42), on: { _ in (sine, saw) }, " of two signals")
        // The second operand is above 0: below 0 scsynth's result follows no rule.
        + binary([4, 22, 43, 44, 45, 46], on: { _ in (sine, 0.3 * saw + 0.5) }, " of two signals")
        // These operators jump. For signals that differ in the last bits, a jump may fall on another frame.
        + binary([3, 5, 17, 19, 20, 21], on: { (audio("K2A", [$0]), 0.3) }, " of a control", x: (0.77, 0.97))
        + binary([6, 7, 10, 11, 14, 15, 16, 17, 18, 25, 26, 27], on: { (audio("K2A", [$0]), 3) }, " and 3", x: (3, 6))
        + binary([0, 1, 2, 4, 42, 44, 45], on: { (sine, $0) }, " with a control", x: (0.5, 0.8))
        + (0...53).filter { ![37, 38, 39, 40, 41, 44, 45, 46, 47, 2, 3, 15, 16].contains($0) }.map { index in
            NullCase("UnaryOpUGen \(index)") { _ in
                UGen.unit("UnaryOpUGen", .audio, [0.4 * sine + 0.5], outputs: 1, specialIndex: index)[0]
            }
        }
        + [
            NullCase("MulAdd", x: (0.2, 0.9)) { audio("MulAdd", [sine, $0, 0.1]) },
            NullCase("Sum3", x: (0.2, 0.9)) { audio("Sum3", [sine, saw, $0]) },
            NullCase("Sum4", x: (0.2, 0.9)) { audio("Sum4", [sine, saw, $0, 0.3]) },
            NullCase("Clip", x: (0.2, 0.9)) { audio("Clip", [sine, -0.3, $0]) },
            NullCase("Fold", x: (0.2, 0.9)) { audio("Fold", [sine, -0.3, $0]) },
            NullCase("Wrap", x: (0.2, 0.9)) { audio("Wrap", [sine, -0.3, $0]) },
            NullCase("LinExp") { _ in audio("LinExp", [sine, -1, 1, 100, 1000]) },
        ]

    private static func binary(
        _ indices: some Sequence<Int>, on operands: @escaping @Sendable (UGen) -> (UGen, UGen), _ what: String,
        x: (Float, Float) = (0, 0)
    ) -> [NullCase] {
        indices.map { index in
            NullCase("BinaryOpUGen \(index)\(what)", x: x) { x in
                let (a, b) = operands(x)
                return UGen.unit("BinaryOpUGen", .audio, [a, b], outputs: 1, specialIndex: index)[0]
            }
        }
    }

    static let filters: [NullCase] = [
        NullCase("LPF") { _ in audio("LPF", [saw, 1000]) },
        NullCase("LPF, step", x: (500, 3000)) { audio("LPF", [saw, $0]) },
        NullCase("HPF") { _ in audio("HPF", [saw, 1000]) },
        NullCase("HPF, step", x: (500, 3000)) { audio("HPF", [saw, $0]) },
        NullCase("BPF") { _ in audio("BPF", [saw, 1000, 0.3]) },
        NullCase("BPF, step", x: (500, 3000)) { audio("BPF", [saw, $0, 0.3]) },
        NullCase("RLPF") { _ in audio("RLPF", [saw, 1000, 0.3]) },
        NullCase("RLPF, step", x: (500, 3000)) { audio("RLPF", [saw, $0, 0.3]) },
        NullCase("RHPF") { _ in audio("RHPF", [saw, 1000, 0.3]) },
        NullCase("RHPF, step", x: (500, 3000)) { audio("RHPF", [saw, $0, 0.3]) },
        NullCase("Ringz") { _ in audio("Ringz", [audio("Impulse", [20, 0]), 1000, 0.1]) },
        NullCase("Ringz, step", x: (500, 3000)) { audio("Ringz", [audio("Impulse", [20, 0]), $0, 0.1]) },
        NullCase("Resonz") { _ in audio("Resonz", [saw, 1000, 0.3]) },
        NullCase("LeakDC") { _ in audio("LeakDC", [saw + 0.5, 0.995]) },
        NullCase("Normalizer") { _ in audio("Normalizer", [0.1 * sine, 1, 0.01]) },
        NullCase("Limiter") { _ in audio("Limiter", [3 * sine, 1, 0.01]) },
    ]

    static let panning: [NullCase] = [
        NullCase("Pan2, left", x: (-0.5, 0.8)) { channel(0, of: 2, "Pan2", [sine, $0, 1]) },
        NullCase("Pan2, right", x: (-0.5, 0.8)) { channel(1, of: 2, "Pan2", [sine, $0, 1]) },
        NullCase("Pan2, audio-rate position") { _ in channel(0, of: 2, "Pan2", [saw, sine, 1]) },
        NullCase("Balance2, left", x: (-0.5, 0.8)) { channel(0, of: 2, "Balance2", [sine, saw, $0, 1]) },
        NullCase("Balance2, right", x: (-0.5, 0.8)) { channel(1, of: 2, "Balance2", [sine, saw, $0, 1]) },
        NullCase("XFade2", x: (-0.5, 0.8)) { audio("XFade2", [sine, saw, $0, 1]) },
        NullCase("LinXFade2", x: (-0.5, 0.8)) { audio("LinXFade2", [sine, saw, $0]) },
    ]

    static let envelopes: [NullCase] =
        (0...8).filter { $0 != 5 }.map { shape in
            NullCase("EnvGen, shape \(shape)") { _ in
                envelope(gate: 1, [(0.9, 0.05, Float(shape)), (0.3, 0.03, Float(shape)), (0.5, 0.07, Float(shape))])
            }
        }
        + [
            NullCase("EnvGen, curve -4") { _ in envelope(gate: 1, [(0.9, 0.05, 5), (0.1, 0.1, 5)], curve: -4) },
            NullCase("EnvGen, curve 3") { _ in envelope(gate: 1, [(0.9, 0.05, 5), (0.1, 0.1, 5)], curve: 3) },
            NullCase("EnvGen, release", x: (1, 0)) { x in
                envelope(gate: x, [(0.9, 0.05, 1), (0.5, 0.03, 1), (0.0, 0.06, 1)], release: 2)
            },
            NullCase("EnvGen, gate opens later", x: (0, 1)) { x in
                envelope(gate: x, [(0.9, 0.02, 1), (0.5, 0.03, 5), (0.0, 0.02, 1)], release: 2)
            },
            NullCase("Linen", x: (1, 0)) { x in control("Linen", [x, 0.05, 0.8, 0.06, 0]) },
        ]

    /// Returns an envelope that begins at 0. A segment is a level, a time and a shape.
    private static func envelope(
        gate: UGen, _ segments: [(Float, Float, Float)], curve: Float = 0, release: Float = -99
    ) -> UGen {
        var inputs: [UGen] = [gate, 1, 0, 1, 0, 0.01, UGen(floatLiteral: Float(segments.count))]
        inputs += [UGen(floatLiteral: release), -99]
        for (level, time, shape) in segments {
            inputs += [
                UGen(floatLiteral: level), UGen(floatLiteral: time), UGen(floatLiteral: shape),
                UGen(floatLiteral: curve),
            ]
        }
        return audio("EnvGen", inputs)
    }
}

import Tonewheel

extension NullCase {
    static let further: [NullCase] = vibratos + local + times

    /// Returns the deviation of a vibrato, which would be small relative to the frequency.
    private static func vibrato(_ inputs: [UGen]) -> UGen {
        audio("MulAdd", [audio("Vibrato", [audio("DC", [400])] + inputs), 0.01, -4])
    }

    private static let vibratos: [NullCase] = [
        NullCase("Vibrato") { _ in vibrato([71.3, 0.1, 0, 0, 0, 0, 0, 0]) },
        NullCase("Vibrato, phase") { _ in vibrato([71.3, 0.1, 0, 0, 0, 0, -0.3, 0]) },
        NullCase("Vibrato, delay and onset") { _ in vibrato([71.3, 0.1, 0.01, 0.0207, 0, 0, 0, 0]) },
        NullCase("Vibrato, rate", x: (70, 133)) { vibrato([$0, 0.1, 0, 0, 0, 0, 0, 0]) },
        NullCase("Vibrato, depth", x: (0.1, 0.3)) { vibrato([70, $0, 0, 0, 0, 0, 0, 0]) },
        NullCase("Vibrato, trigger", x: (0, 1)) { vibrato([71.3, 0.1, 0.01, 0.02, 0, 0, 0.2, $0]) },
        NullCase("Vibrato.kr") { _ in
            let deviation = UGen.unit("Vibrato", .control, [400, 7, 0.1, 0.05, 0.05, 0, 0, 0, 0])[0]
            return audio("MulAdd", [UGen.unit("K2A", .audio, [deviation])[0], 0.01, -4])
        },
    ]

    private static let local: [NullCase] = [
        NullCase("LocalIn, LocalOut") { _ in
            let local = UGen.unit("LocalIn", .audio, [0, 0], outputs: 2)
            let sum = audio("MulAdd", [local[1], 0.5, saw])
            UGen.unit("LocalOut", .audio, [sum, local[0]], outputs: 0)
            return sum
        },
        NullCase("LocalOut, two") { _ in
            let local = UGen.unit("LocalIn", .audio, [0])[0]
            for signal in [saw, sine] { UGen.unit("LocalOut", .audio, [signal], outputs: 0) }
            return local
        },
        NullCase("LocalIn.kr") { _ in
            let local = UGen.unit("LocalIn", .control, [0])[0]
            UGen.unit("LocalOut", .control, [UGen.unit("MulAdd", .control, [local, 0.9, 0.1])[0]], outputs: 0)
            return UGen.unit("K2A", .audio, [local])[0]
        },
    ]

    private static let times: [NullCase] = [
        NullCase("Timer") { _ in audio("Timer", [audio("LFSaw", [100.5, 0.3])]) },
        NullCase("Timer.kr") { _ in control("Timer", [UGen.unit("Impulse", .control, [20, 0.5])[0]]) },
        NullCase("VarLag", x: (0.2, 0.7)) { audio("VarLag", [$0, 0.05, -0.3]) },
        NullCase("VarLag.kr", x: (0.2, 0.7)) { control("VarLag", [$0, 0.05, -0.3]) },
        NullCase("VarLag, time", x: (0.2, 0.1)) { control("VarLag", [1, $0, 0]) },
        NullCase("PanAz", x: (0.2, 0.7)) { channel(1, of: 5, "PanAz", [sine, $0, 0.9, 2, 0.5]) },
        NullCase("PanAz, width", x: (0.2, 0.7)) { channel(0, of: 4, "PanAz", [sine, 0.1, $0, 3, 0]) },
        NullCase("PanAz, audio-rate position") { _ in channel(2, of: 4, "PanAz", [sine, saw, 1, 2, 0.5]) },
        NullCase("PitchShift, down") { _ in audio("PitchShift", [sine, 0.05, 0.5, 0, 0]) },
        NullCase("PitchShift, up") { _ in audio("PitchShift", [sine, 0.0733, 1.5, 0, 0]) },
        NullCase("PitchShift, step", x: (1, 2.7)) { audio("PitchShift", [sine, 0.05, $0, 0, 0]) },
    ]
}

import Tonewheel

/// Cases of units that report about the server, write to its buses, or end and pause synths.
extension NullCase {
    static let server: [NullCase] = facts + buses + kinds + nodes

    private static let facts: [NullCase] = [
        "BlockSize", "ControlRate", "SampleDur", "RadiansPerSample", "NodeID", "NumAudioBuses", "NumBuffers",
        "NumControlBuses", "NumInputBuses", "NumOutputBuses", "NumRunningSynths",
    ].map { name in
        NullCase(name) { _ in
            // A sine is added, so that the signal is not silent if the value is 0.
            UGen.unit("K2A", .audio, [UGen.unit(name, .scalar, [])[0]])[0] * saw + sine
        }
    }

    /// Each case has its own buses after the outputs.
    private static let buses: [NullCase] = [
        NullCase("InFeedback") { _ in
            let before = UGen.unit("InFeedback", .audio, [200])[0]
            UGen.unit("Out", .audio, [200, saw], outputs: 0)
            return before
        },
        NullCase("In, Out") { _ in
            UGen.unit("Out", .audio, [201, saw], outputs: 0)
            UGen.unit("Out", .audio, [201, sine], outputs: 0)
            return UGen.unit("In", .audio, [201])[0]
        },
        NullCase("In, unwritten bus") { _ in UGen.unit("In", .audio, [202])[0] + sine },
        NullCase("ReplaceOut") { _ in
            UGen.unit("Out", .audio, [203, saw], outputs: 0)
            UGen.unit("ReplaceOut", .audio, [203, sine], outputs: 0)
            return UGen.unit("In", .audio, [203])[0]
        },
        NullCase("XOut", x: (0.2, 0.9)) {
            UGen.unit("Out", .audio, [204, saw], outputs: 0)
            UGen.unit("XOut", .audio, [204, $0, sine], outputs: 0)
            return UGen.unit("In", .audio, [204])[0]
        },
        NullCase("In.kr, Out.kr", x: (0.2, 0.9)) {
            UGen.unit("Out", .control, [200, $0], outputs: 0)
            UGen.unit("Out", .control, [200, UGen.unit("SinOsc", .control, [5, 0])[0]], outputs: 0)
            return UGen.unit("K2A", .audio, [UGen.unit("In", .control, [200])[0]])[0]
        },
        NullCase("XOut.kr", x: (0.2, 0.9)) {
            UGen.unit("ReplaceOut", .control, [201, 0.7], outputs: 0)
            UGen.unit("XOut", .control, [201, $0, UGen.unit("SinOsc", .control, [5, 0])[0]], outputs: 0)
            return UGen.unit("K2A", .audio, [UGen.unit("In", .control, [201])[0]])[0]
        },
    ]

    private static let kinds: [NullCase] = [
        NullCase("AudioControl", x: (0.2, 0.9), .audio) { sine * $0 },
        NullCase("LagControl", x: (0.2, 0.9), lag: 0.05) { UGen.unit("K2A", .audio, [$0])[0] },
        NullCase("TrigControl", x: (0, 0.9), .trigger) { control("Decay", [$0, 0.05]) },
    ]

    private static func line(_ seconds: UGen) -> UGen { UGen.unit("Line", .control, [1, 0, seconds, 0])[0] }

    private static let nodes: [NullCase] = [
        NullCase("FreeSelf", x: (0, 1)) {
            UGen.unit("FreeSelf", .control, [$0])
            return sine
        },
        NullCase("PauseSelf", x: (0, 1)) {
            UGen.unit("PauseSelf", .control, [$0])
            return sine
        },
        NullCase("FreeSelfWhenDone") { _ in
            UGen.unit("FreeSelfWhenDone", .control, [line(0.1)])
            return sine
        },
        NullCase("PauseSelfWhenDone") { _ in
            UGen.unit("PauseSelfWhenDone", .control, [line(0.1)])
            return sine
        },
        NullCase("Done") { _ in UGen.unit("K2A", .audio, [UGen.unit("Done", .control, [line(0.1)])[0]])[0] },
        NullCase("Free", x: (0, 1)) {
            UGen.unit("Free", .control, [$0, UGen.unit("NodeID", .scalar, [])[0]])
            return sine
        },
        NullCase("Pause", x: (1, 0)) {
            UGen.unit("Pause", .control, [$0, UGen.unit("NodeID", .scalar, [])[0]])
            return sine
        },
    ]
}

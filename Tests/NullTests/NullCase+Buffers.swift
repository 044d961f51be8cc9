import Tonewheel

/// Cases of units that play and record buffers. Buffer 0 has one channel, buffer 1 two. Each buffer from 10 on is
/// recorded to by one case.
extension NullCase {
    static let buffers: [NullCase] = players + recorders + writers + information

    private static let players: [NullCase] =
        [0, 1].flatMap { loop in
            [1, 0.37, 2.3, -0.7].map { rate in
                NullCase("PlayBuf, rate \(rate), loop \(loop)") { _ in
                    audio("PlayBuf", [0, UGen(rate), 1, 0, UGen(loop), 0])
                }
            }
        } + [
            NullCase("PlayBuf, second channel") { _ in channel(1, of: 2, "PlayBuf", [1, 0.37, 1, 10.25, 1, 0]) },
            NullCase("PlayBuf, more outputs than channels") { _ in
                let outputs = UGen.unit("PlayBuf", .audio, [1, 0.5, 1, 0, 1, 0], outputs: 3)
                return outputs[1] + outputs[2]
            },
            NullCase("PlayBuf, trigger and rate", x: (0, 1)) { audio("PlayBuf", [0, 0.5 + $0, $0, 7, 1, 0]) },
            NullCase("PlayBuf, audio-rate trigger") { _ in
                audio("PlayBuf", [0, 0.7, audio("Impulse", [430, 0.3]), 12, 1, 0])
            },
            NullCase("PlayBuf.kr") { _ in control("PlayBuf", [0, 0.5, 1, 0, 1, 0]) },
        ]
        + [0, 1].flatMap { loop in
            [1, 2, 4].map { kind in
                NullCase("BufRd, loop \(loop), interpolation \(kind)") { _ in
                    audio("BufRd", [0, 400 * audio("SinOsc", [93.75, 0]) + 100, UGen(loop), UGen(kind)])
                }
            }
        }

    /// Returns a case that records to a buffer and plays it at the same time.
    private static func recorded(
        _ buffer: Int, _ name: String, x: (Float, Float) = (0, 0), _ inputs: @escaping @Sendable (UGen) -> [UGen]
    ) -> NullCase {
        NullCase("RecordBuf, \(name)", x: x) { x in
            _ = audio("RecordBuf", [UGen(buffer)] + inputs(x) + [sine])
            return audio("PlayBuf", [UGen(buffer), 1, 1, 0, 1, 0])
        }
    }

    private static let recorders: [NullCase] = [
        recorded(10, "loop") { _ in [0, 1, 0, 1, 1, 1, 0] },
        recorded(11, "overdub") { _ in [0, 0.7, 0.5, 1, 1, 1, 0] },
        recorded(12, "offset") { _ in [100, 1, 0, 1, 1, 1, 0] },
        recorded(13, "once") { _ in [100, 1, 0, 1, 0, 1, 0] },
        recorded(14, "backwards") { _ in [0, 1, 0, -1, 1, 1, 0] },
        recorded(15, "backwards once") { _ in [50, 1, 0, -1, 0, 1, 0] },
        recorded(16, "run", x: (0, 1)) { [0, 1, 0, $0, 1, 1, 0] },
        recorded(17, "level", x: (0.2, 0.8)) { [0, $0, 0, 1, 1, 1, 0] },
        recorded(18, "level of the existing signal", x: (0.2, 0.8)) { [0, 1, $0, 1, 1, 1, 0] },
        recorded(19, "trigger", x: (0, 1)) { [20, 1, 0, 1, 1, $0, 0] },
        recorded(20, "trigger backwards", x: (0, 1)) { [20, 1, 0, -1, 1, $0, 0] },
    ]

    private static let writers: [NullCase] = [
        NullCase("BufWr") { _ in
            _ = audio("BufWr", [30, audio("Phasor", [0, 0.7, 0, 333, 0]), 1, sine])
            return audio("PlayBuf", [30, 1, 1, 0, 1, 0])
        },
        NullCase("BufWr, clamped") { _ in
            _ = audio("BufWr", [31, 400 * audio("SinOsc", [93.75, 0]) + 100, 0, sine])
            return audio("PlayBuf", [31, 1, 1, 0, 1, 0])
        },
        NullCase("BufWr, wrapped") { _ in
            _ = audio("BufWr", [32, 400 * audio("SinOsc", [93.75, 0]) + 100, 1, sine])
            return audio("PlayBuf", [32, 1, 1, 0, 1, 0])
        },
    ]

    private static let information: [NullCase] =
        ["BufFrames", "BufChannels", "BufSamples", "BufSampleRate", "BufRateScale", "BufDur"].flatMap { name in
            [
                NullCase("\(name).kr") { _ in sine * UGen.unit(name, .control, [1])[0] },
                NullCase("\(name).ir") { _ in sine * UGen.unit(name, .scalar, [1])[0] },
            ]
        }
}

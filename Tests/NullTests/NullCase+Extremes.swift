import Tonewheel

/// Cases of inputs at the limits of their ranges and beyond.
extension NullCase {
    static let extremes: [NullCase] =
        aliases + phases + shortDelays + longDelays + crossings + swapped + readOnce + starts + coefficients
        + interpolations

    private static let aliases: [NullCase] =
        [
            NullCase("SinOsc, 30 kHz") { _ in audio("SinOsc", [30_000, 0]) },
            NullCase("SinOsc, −100 kHz") { _ in audio("SinOsc", [-100_000, 0.3]) },
            NullCase("SinOsc.kr, 600 Hz") { _ in control("SinOsc", [600, 0.3]) },
            NullCase("SinOscFB, 30 kHz") { _ in audio("SinOscFB", [30_000, 0.5]) },
            NullCase("FSinOsc, 30 kHz") { _ in audio("FSinOsc", [30_000, 0.3]) },
            NullCase("FSinOsc, −30 kHz") { _ in audio("FSinOsc", [-30_000, 0.3]) },
            NullCase("LFSaw, 31 kHz") { _ in audio("LFSaw", [31_234, 0]) },
            NullCase("LFTri, 31 kHz") { _ in audio("LFTri", [31_234, 0]) },
            NullCase("VarSaw, 31 kHz") { _ in audio("VarSaw", [31_234, 0, 0.3]) },
            NullCase("Blip, 50 kHz") { _ in audio("Blip", [50_000, 3]) },
            NullCase("Pulse, −100 Hz") { _ in audio("Pulse", [-100, 0.3]) },
            NullCase("Pulse, −1234 Hz") { _ in audio("Pulse", [-1234, 0.3]) },
            NullCase("Klank, 30 kHz") { _ in
                audio("Klank", [impulses, 1, 0, 1, 400, 0.5, 0.1, 30_000, 0.3, 0.2, -900, 0.1, 0.1])
            },
            NullCase("Ringz, 30 kHz") { _ in audio("Ringz", [impulses, 30_000, 0.1]) },
            NullCase("Ringz, −1 kHz") { _ in audio("Ringz", [impulses, -1000, 0.1]) },
        ]
        + ["Resonz", "BPF", "BRF", "RLPF", "RHPF", "BBandPass", "BBandStop"].map { name in
            NullCase("\(name), 30 kHz") { _ in audio(name, [saw, 30_000, 0.3]) }
        }
        + ["Resonz", "RLPF", "RHPF"].map { name in
            NullCase("\(name), 0 Hz") { _ in audio(name, [saw, 0, 0.3]) }
        }

    private static var impulses: UGen { audio("Impulse", [20, 0]) }

    private static let phases: [NullCase] = [
        NullCase("SinOsc, phase of 25 and 30", x: (25, 30)) { audio("SinOsc", [100, $0]) },
        NullCase("SinOsc, phase of 30 and 1", x: (30, 1)) { audio("SinOsc", [100, $0]) },
        NullCase("SinOsc, large phase", x: (1, 20_000)) { audio("SinOsc", [100, $0]) },
        NullCase("SinOsc, constant phase of −30") { _ in audio("SinOsc", [100, -30]) },
        NullCase("SinOsc, audio-rate phase up to 40") { _ in audio("SinOsc", [100, 40 * triangle]) },
        NullCase("SinOsc, audio-rate frequency, phase of 1 and 40", x: (1, 40)) {
            audio("SinOsc", [audio("DC", [100]), $0])
        },
        NullCase("SinOsc.kr, phase of 20 and 30", x: (20, 30)) { control("SinOsc", [5, $0]) },
    ]

    private static let recursive = ["CombN", "CombL", "CombC", "AllpassN", "AllpassL", "AllpassC"]

    private static let shortDelays: [NullCase] =
        recursive.flatMap { name in
            [
                NullCase("\(name), no delay") { _ in audio(name, [impulses, 0.2, 0, 0.1]) },
                NullCase("\(name), no delay and 0.1 ms", x: (0, 0.0001)) { audio(name, [impulses, 0.2, $0, 0.1]) },
                NullCase("\(name), no delay at audio rate") { _ in
                    audio(name, [impulses, 0.2, audio("DC", [0]), 0.1])
                },
                NullCase("\(name), 10 µs") { _ in audio(name, [impulses, 0.2, 0.00001, 0.1]) },
            ]
        }
        + ["DelayN", "DelayL", "DelayC"].flatMap { name in
            [
                NullCase("\(name), no delay and 0.1 ms", x: (0, 0.0001)) { audio(name, [saw, 0.2, $0]) },
                NullCase("\(name), no delay at audio rate") { _ in audio(name, [saw, 0.2, audio("DC", [0])]) },
                NullCase("\(name), negative delay") { _ in audio(name, [saw, 0.2, -0.1]) },
            ]
        }

    private static let longDelays: [NullCase] =
        recursive.flatMap { name in
            [
                NullCase("\(name), beyond the maximum") { _ in audio(name, [impulses, 0.02, 0.0333, 0.5]) },
                NullCase("\(name), beyond the delay line") { _ in audio(name, [impulses, 0.02, 0.07, 0.5]) },
                NullCase("\(name).kr") { _ in
                    control(name, [UGen.unit("Impulse", .control, [20, 0])[0], 0.05, 0.01, 0.3])
                },
                NullCase("\(name).kr, beyond the delay line") { _ in
                    control(name, [UGen.unit("Impulse", .control, [20, 0])[0], 0.02, 0.07, 0.3])
                },
            ]
        }
        + ["DelayN", "DelayL", "DelayC"].flatMap { name in
            [
                NullCase("\(name), beyond the maximum") { _ in audio(name, [saw, 0.02, 0.0333]) },
                NullCase("\(name), beyond the delay line") { _ in audio(name, [saw, 0.02, 0.07]) },
                NullCase("\(name), beyond the delay line from the middle", x: (0.01, 0.3)) {
                    audio(name, [saw, 0.02, $0])
                },
                NullCase("\(name).kr, beyond the delay line") { _ in
                    control(name, [UGen.unit("SinOsc", .control, [5, 1])[0], 0.02, 0.07])
                },
            ]
        }

    private static let crossings: [NullCase] = [
        NullCase("Impulse, −100 Hz") { _ in audio("Impulse", [-100, 0.3]) },
        NullCase("Impulse, −100 Hz from 0") { _ in audio("Impulse", [-100, 0]) },
        NullCase("Impulse, −60 kHz") { _ in audio("Impulse", [-60_000, 0.3]) },
        NullCase("Impulse, step through zero", x: (100, -130)) { audio("Impulse", [$0, 0.3]) },
        NullCase("Impulse, frequency through zero") { _ in audio("Impulse", [300 * triangle, 0.3]) },
        NullCase("Impulse, control-rate frequency through zero") { _ in
            audio("Impulse", [300 * UGen.unit("LFTri", .control, [7, 0.3])[0], 0.3])
        },
        NullCase("Impulse, control-rate phase") { _ in
            audio("Impulse", [100, 3 * UGen.unit("LFTri", .control, [7, 0.3])[0]])
        },
        NullCase("Impulse, backwards with a control-rate phase") { _ in
            audio("Impulse", [-100, 3 * UGen.unit("LFTri", .control, [7, 0.3])[0]])
        },
        NullCase("Impulse.kr, −20 Hz") { _ in control("Impulse", [-20, 0.3]) },
    ]

    private static let swapped: [NullCase] =
        [
            NullCase("Phasor, control-rate trigger", x: (0, 1)) { audio("Phasor", [$0, 1.7, 0, 5000, 10]) },
            NullCase("Phasor, reset beyond the end", x: (0, 1)) { audio("Phasor", [$0, 1, 0, 10, 25]) },
            NullCase("Phasor.kr, reset beyond the end", x: (0, 1)) { control("Phasor", [$0, 1, 0, 10, 25]) },
            NullCase("Phasor, downwards") { _ in audio("Phasor", [0, -1, 100, 0, 0]) },
            NullCase("Phasor, upwards in a swapped range") { _ in audio("Phasor", [0, 0.75, 100, 3, 0]) },
            NullCase("Phasor.kr, downwards") { _ in control("Phasor", [0, -1, 10, 0, 0]) },
        ]
        + ["Wrap", "Fold", "Clip"].flatMap { name in
            [
                NullCase("\(name), swapped limits") { _ in audio(name, [9.1 * sine, 5.03, 1.01]) },
                NullCase("\(name), swapped limits from the middle", x: (5, 0.5)) {
                    audio(name, [9.1 * sine, 1.01, $0])
                },
                NullCase("\(name), one limit at audio rate", x: (-1, -2)) {
                    audio(name, [9.1 * sine, $0, audio("DC", [3.3])])
                },
                NullCase("\(name).kr, swapped limits") { _ in
                    control(name, [9.1 * UGen.unit("SinOsc", .control, [5, 1])[0], 5.03, 1.01])
                },
            ]
        }
        + [42, 43, 44, 45].flatMap { index in
            [
                NullCase("BinaryOpUGen \(index) of −2") { _ in
                    UGen.unit("BinaryOpUGen", .audio, [9.1 * sine, -2.17], outputs: 1, specialIndex: index)[0]
                },
                NullCase("BinaryOpUGen \(index) of −2 at control rate") { _ in
                    control(
                        "BinaryOpUGen", [9.1 * UGen.unit("SinOsc", .control, [5, 1])[0], -2.03], specialIndex: index)
                },
            ]
        }

    /// A signal at audio rate for inputs that scsynth reads once per block.
    private static var moving: UGen { 0.3 * audio("LFTri", [331, 0.3]) + 0.5 }

    private static let readOnce: [NullCase] =
        [
            NullCase("SinOscFB, audio-rate inputs") { _ in audio("SinOscFB", [300 * moving + 400, 0.5 * moving]) },
            NullCase("Blip, falling frequency and harmonics", x: (900, 500)) { audio("Blip", [$0, 0.01 * $0]) },
            NullCase("SyncSaw, saw at audio rate") { _ in audio("SyncSaw", [100, 900 * moving + 300]) },
            NullCase("SyncSaw, sync at audio rate") { _ in audio("SyncSaw", [100 * moving + 50, 900]) },
            NullCase("VarSaw, audio-rate width") { _ in audio("VarSaw", [997, 0, moving]) },
            NullCase("LFPulse, audio-rate width") { _ in audio("LFPulse", [1000, 0, moving]) },
            NullCase("LeakDC, audio-rate coefficient") { _ in audio("LeakDC", [saw, moving]) },
            NullCase("OneZero, audio-rate coefficient") { _ in audio("OneZero", [saw, moving]) },
            NullCase("Integrator, audio-rate coefficient") { _ in audio("Integrator", [saw, moving]) },
            NullCase("Schmidt, audio-rate end") { _ in audio("Schmidt", [saw, -0.3, moving]) },
            NullCase("InRange, audio-rate end") { _ in audio("InRange", [saw, -0.3, moving]) },
            NullCase("Stepper, audio-rate end") { _ in
                audio("Stepper", [audio("Impulse", [900, 0.3]), 0, 0, 9 * moving, 1, 0])
            },
            NullCase("Phasor, audio-rate end") { _ in audio("Phasor", [0, 1, 0, 90 * moving + 20, 0]) },
            NullCase("Phasor, audio-rate reset") { _ in
                audio("Phasor", [audio("LFSaw", [200, 0.3]), 1, 0, 1000, 90 * moving])
            },
            NullCase("XFade2, audio-rate level") { _ in audio("XFade2", [saw, sine, triangle, moving]) },
            NullCase("PanAz, audio-rate level") { _ in channel(0, of: 2, "PanAz", [saw, 0.3, moving, 2, 0.5]) },
            NullCase("PanAz, audio-rate position and level") { _ in
                channel(1, of: 2, "PanAz", [saw, triangle, moving, 2, 0.5])
            },
            NullCase(
                "Rotate2, audio-rate position", limit: -65, because: "scsynth reads angles from an 8192-entry table"
            ) { _ in
                channel(0, of: 2, "Rotate2", [saw, sine, moving])
            },
        ]
        + ["Pan2", "LinPan2"].flatMap { name in
            [
                NullCase("\(name), audio-rate level") { _ in channel(0, of: 2, name, [saw, 0.3, moving]) },
                NullCase("\(name), audio-rate position and level") { _ in
                    channel(1, of: 2, name, [saw, triangle, moving])
                },
            ]
        }
        + [
            NullCase("Balance2, audio-rate level") { _ in channel(0, of: 2, "Balance2", [saw, sine, triangle, moving]) }
        ]

    private static let starts: [NullCase] =
        ["LFSaw", "LFTri", "LFPar", "LFCub"].flatMap { name in
            [-2, -0.7, 1.5, 2.5, 3.7, 9].flatMap { phase in
                [
                    NullCase("\(name) from \(phase)") { _ in audio(name, [100, UGen(phase)]) },
                    NullCase("\(name).kr from \(phase)") { _ in control(name, [5, UGen(phase)]) },
                ]
            }
        }
        + ["LFPulse", "VarSaw"].flatMap { name in
            [-2, -0.7, 1.5, 2.5, 3.7, 9].map { phase in
                NullCase("\(name) from \(phase)") { _ in audio(name, [100, UGen(phase), 0.3]) }
            }
        }

    private static let coefficients: [NullCase] = [
        NullCase("SOS, audio-rate coefficients") { _ in
            let b1 = 0.02 * audio("SinOsc", [1, 0]) + 1.5
            return audio(
                "SOS",
                [
                    audio("LFTri", [220, 0]), audio("DC", [0.02]), audio("DC", [0.04]), audio("DC", [0.02]), b1,
                    audio("DC", [-0.6]),
                ])
        },
        NullCase("SOS, some coefficients at audio rate", x: (0.3, 0.9)) {
            audio("SOS", [saw, audio("K2A", [$0]), 0.2, 0.1, audio("DC", [1.2]), -0.5])
        },
    ]

    private static let interpolations: [NullCase] =
        [0, 3, 5, -1, 1.5, 2.5].map { kind in
            NullCase("BufRd, interpolation \(kind)") { _ in
                audio("BufRd", [0, 400 * audio("SinOsc", [93.75, 0]) + 100, 1, UGen(kind)])
            }
        } + [
            NullCase("BufRd, interpolation changes", x: (2, 4)) {
                audio("BufRd", [0, 400 * audio("SinOsc", [93.75, 0]) + 100, 1, $0])
            }
        ]
}

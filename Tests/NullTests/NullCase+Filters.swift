import Tonewheel

/// Cases of further filters, delays and reverberation.
extension NullCase {
    static let furtherFilters: [NullCase] = simple + biquads + lags + delays + reverberation + followers

    private static var impulses: UGen { audio("Impulse", [20, 0]) }

    private static let simple: [NullCase] = [
        NullCase("OnePole") { _ in audio("OnePole", [saw, 0.7]) },
        NullCase("OnePole, step", x: (0.2, -0.9)) { audio("OnePole", [saw, $0]) },
        NullCase("OnePole.kr", x: (0.2, 0.9)) { control("OnePole", [$0, 0.7]) },
        NullCase("OneZero") { _ in audio("OneZero", [saw, 0.7]) },
        NullCase("OneZero, step", x: (0.2, -0.9)) { audio("OneZero", [saw, $0]) },
        NullCase("OneZero.kr", x: (0.2, 0.9)) { control("OneZero", [$0, 0.3]) },
        NullCase("TwoPole") { _ in audio("TwoPole", [saw, 1000, 0.9]) },
        NullCase("TwoPole, step", x: (500, 3000)) { audio("TwoPole", [saw, $0, 0.9]) },
        NullCase("LPZ1") { _ in audio("LPZ1", [saw]) },
        NullCase("LPZ1.kr", x: (0.2, 0.7)) { control("LPZ1", [$0]) },
        NullCase("Integrator") { _ in audio("Integrator", [saw, 0.99]) },
        NullCase("Integrator, step", x: (0.5, 0.9)) { audio("Integrator", [saw, $0]) },
        NullCase("Integrator.kr", x: (0.2, 0.7)) { control("Integrator", [$0, 0.9]) },
        NullCase("Decay") { _ in audio("Decay", [impulses, 0.05]) },
        NullCase("Decay, step", x: (0.02, 0.1)) { audio("Decay", [impulses, $0]) },
        NullCase("Decay.kr") { _ in control("Decay", [UGen.unit("Impulse", .control, [20, 0])[0], 0.05]) },
        NullCase("Decay2") { _ in audio("Decay2", [impulses, 0.005, 0.05]) },
        NullCase("Decay2, step", x: (0.02, 0.1)) { audio("Decay2", [impulses, 0.004, $0]) },
        NullCase("Decay2.kr") { _ in control("Decay2", [UGen.unit("Impulse", .control, [20, 0])[0], 0.01, 0.05]) },
        NullCase("TwoPole.kr", x: (0.2, 0.7)) { control("TwoPole", [$0, 30, 0.9]) },
        NullCase("LPF.kr", x: (0.2, 0.7)) { control("LPF", [$0, 30]) },
        NullCase("LeakDC.kr", x: (0.2, 0.7)) { control("LeakDC", [$0, 0.9]) },
        NullCase("BRF") { _ in audio("BRF", [saw, 1000, 0.3]) },
        NullCase("BRF, step", x: (500, 3000)) { audio("BRF", [saw, $0, 0.3]) },
        NullCase("FSinOsc") { _ in audio("FSinOsc", [440, 0.5]) },
        NullCase("FSinOsc, step", x: (440, 700)) { audio("FSinOsc", [$0, 0]) },
        NullCase("Klank") { _ in audio("Klank", [impulses, 1, 0, 1, 400, 0.5, 0.1, 1071, 0.3, 0.2, 2000, 0.1, 0.05]) },
        NullCase("Klank, one partial") { _ in audio("Klank", [impulses, 1, 0, 1, 400, 0.5, 0.1]) },
        NullCase("Klank, scaled") { _ in audio("Klank", [impulses, 1.3, 30, 0.5, 400, 0.5, 0.1, 1071, 0.3, 0.2]) },
    ]

    private static let biquads: [NullCase] =
        ["BLowPass", "BHiPass", "BBandPass", "BBandStop", "BAllPass"].flatMap { name in
            [
                NullCase(name) { _ in audio(name, [saw, 1000, 0.7]) },
                NullCase("\(name), step", x: (500, 3000)) { audio(name, [saw, $0, 0.7]) },
            ]
        }
        + ["BLowShelf", "BHiShelf", "BPeakEQ"].flatMap { name in
            [
                NullCase(name) { _ in audio(name, [saw, 1000, 0.7, 6]) },
                NullCase("\(name), step", x: (-6, 9)) { audio(name, [saw, 1000, 0.7, $0]) },
            ]
        }
        + [
            NullCase("SOS") { _ in audio("SOS", [saw, 0.3, 0.2, 0.1, 1.2, -0.5]) },
            NullCase("SOS, step", x: (0.3, 0.9)) { audio("SOS", [saw, $0, 0.2, 0.1, 1.2, -0.5]) },
        ]

    private static var pulses: UGen { audio("LFPulse", [30, 0, 0.5]) }

    private static let lags: [NullCase] =
        ["Lag2", "Lag3", "Ramp"].flatMap { name in
            [
                NullCase(name) { _ in audio(name, [pulses, 0.01]) },
                NullCase("\(name), time", x: (0.01, 0.03)) { audio(name, [pulses, $0]) },
                NullCase("\(name).kr", x: (0.2, 0.7)) { control(name, [$0, 0.05]) },
            ]
        }
        + ["LagUD", "Lag2UD", "Lag3UD"].flatMap { name in
            [
                NullCase(name) { _ in audio(name, [pulses, 0.005, 0.02]) },
                NullCase("\(name), time", x: (0.01, 0.03)) { audio(name, [pulses, $0, 0.01]) },
                NullCase("\(name).kr", x: (0.7, 0.2)) { control(name, [$0, 0.05, 0.02]) },
            ]
        }
        + [
            NullCase("Slew") { _ in audio("Slew", [pulses, 100, 300]) },
            NullCase("Slew, step", x: (50, 200)) { audio("Slew", [pulses, $0, 300]) },
            NullCase("Slew.kr", x: (0.2, 0.7)) { control("Slew", [$0, 10, 10]) },
        ]

    private static let delays: [NullCase] =
        ["DelayN", "DelayL", "DelayC"].flatMap { name in
            [
                NullCase(name) { _ in audio(name, [saw, 0.1, 0.0123]) },
                NullCase("\(name), step", x: (0.01, 0.0333)) { audio(name, [saw, 0.1, $0]) },
                NullCase("\(name), audio-rate time") { _ in audio(name, [saw, 0.1, 0.00997 * triangle + 0.0123]) },
                NullCase("\(name), no delay") { _ in audio(name, [saw, 0.1, 0]) },
            ]
        }
        + ["CombN", "CombL", "CombC", "AllpassN", "AllpassL", "AllpassC"].flatMap { name in
            [
                NullCase(name) { _ in audio(name, [impulses, 0.1, 0.0123, 0.2]) },
                NullCase("\(name), negative decay") { _ in audio(name, [impulses, 0.1, 0.0123, -0.2]) },
                NullCase("\(name), step", x: (0.01, 0.0333)) { audio(name, [saw, 0.1, $0, 0.2]) },
                NullCase("\(name), decay", x: (0.1, 0.5)) { audio(name, [impulses, 0.1, 0.0123, $0]) },
                NullCase("\(name), audio-rate time") { _ in audio(name, [saw, 0.1, 0.00997 * triangle + 0.0129, 0.2]) },
            ]
        }

    private static let reverberation: [NullCase] = [
        NullCase("FreeVerb") { _ in audio("FreeVerb", [impulses, 0.33, 0.5, 0.5]) },
        NullCase("FreeVerb, step", x: (0.2, 0.9)) { audio("FreeVerb", [impulses, $0, 0.7, 0.2]) },
        NullCase("FreeVerb2, left") { _ in channel(0, of: 2, "FreeVerb2", [impulses, saw, 0.33, 0.5, 0.5]) },
        NullCase("FreeVerb2, right") { _ in channel(1, of: 2, "FreeVerb2", [impulses, saw, 0.6, 0.8, 0.2]) },
    ]

    private static let followers: [NullCase] = [
        NullCase("Amplitude") { _ in audio("Amplitude", [saw, 0.01, 0.05]) },
        NullCase("Amplitude.kr") { _ in control("Amplitude", [saw, 0.01, 0.05]) },
        NullCase("Amplitude, step", x: (0.01, 0.05)) { audio("Amplitude", [saw, $0, 0.02]) },
        NullCase("Compander") { _ in audio("Compander", [sine * saw, saw, 0.3, 1, 0.5, 0.01, 0.02]) },
        NullCase("DetectSilence") { _ in
            audio("DetectSilence", [audio("Decay", [audio("Impulse", [0, 0]), 0.05]), 0.001, 0.02, 0])
        },
    ]
}

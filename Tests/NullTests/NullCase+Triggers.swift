import Tonewheel

/// Cases of triggers, ranges and further oscillators.
extension NullCase {
    static let triggers: [NullCase] = counters + ranges + conversions + furtherOscillators

    private static var clock: UGen { audio("Impulse", [100.3, 0.3]) }
    private static var reset: UGen { audio("Impulse", [9.7, 0.7]) }

    private static let counters: [NullCase] = [
        NullCase("Trig") { _ in audio("Trig", [0.7 * clock, 0.004]) },
        NullCase("Trig.kr", x: (0, 0.7)) { control("Trig", [$0, 0.05]) },
        NullCase("Trig1") { _ in audio("Trig1", [0.7 * clock, 0.004]) },
        NullCase("Trig1.kr", x: (0, 0.7)) { control("Trig1", [$0, 0.05]) },
        NullCase("PulseCount") { _ in audio("PulseCount", [clock, reset]) },
        NullCase("PulseCount.kr") { _ in
            control("PulseCount", [UGen.unit("Impulse", .control, [50, 0.3])[0], 0])
        },
        NullCase("PulseDivider") { _ in audio("PulseDivider", [clock, 3, 1]) },
        NullCase("Stepper") { _ in audio("Stepper", [clock, reset, -2, 7, 2, 0]) },
        NullCase("Stepper, step", x: (1, -3)) { audio("Stepper", [clock, 0, -2, 7, $0, 3]) },
        NullCase("Stepper.kr") { _ in
            control("Stepper", [UGen.unit("Impulse", .control, [50, 0.3])[0], 0, 1, 5, 1, 2])
        },
        NullCase("SetResetFF") { _ in audio("SetResetFF", [clock, reset]) },
        NullCase("ToggleFF") { _ in audio("ToggleFF", [clock]) },
        NullCase("Sweep") { _ in audio("Sweep", [clock, 30]) },
        NullCase("Sweep, control", x: (0, 1)) { audio("Sweep", [$0, 30]) },
        NullCase("Sweep, step", x: (3, 20)) { audio("Sweep", [clock, $0]) },
        NullCase("Sweep.kr", x: (0, 1)) { control("Sweep", [$0, 3]) },
        NullCase("Phasor") { _ in audio("Phasor", [clock, 0.7, -3, 5, 2]) },
        NullCase("Phasor, step", x: (0.1, -0.3)) { audio("Phasor", [reset, $0, -3, 5, 2]) },
        NullCase("Phasor.kr", x: (0, 1)) { control("Phasor", [$0, 0.3, 0, 5, 2]) },
    ]

    private static let angles = "scsynth reads angles from an 8192-entry table; Tonewheel computes them"

    private static let ranges: [NullCase] = [
        NullCase("Latch") { _ in audio("Latch", [sine, clock]) },
        NullCase("Latch.kr", x: (0, 1)) { control("Latch", [UGen.unit("SinOsc", .control, [5, 0])[0], $0]) },
        NullCase("Gate") { _ in audio("Gate", [sine, saw]) },
        NullCase("Gate, control", x: (0, 1)) { audio("Gate", [sine, $0]) },
        NullCase("InRange") { _ in audio("InRange", [saw, -0.3, 0.4]) },
        NullCase("Schmidt") { _ in audio("Schmidt", [saw, -0.3, 0.4]) },
        NullCase("Schmidt, step", x: (-0.3, 0.1)) { audio("Schmidt", [saw, $0, 0.4]) },
        NullCase("LinPan2, left", x: (-0.5, 0.8)) { channel(0, of: 2, "LinPan2", [sine, $0, 0.8]) },
        NullCase("LinPan2, right", x: (-0.5, 0.8)) { channel(1, of: 2, "LinPan2", [sine, $0, 0.8]) },
        NullCase("LinPan2, audio-rate position") { _ in channel(1, of: 2, "LinPan2", [sine, saw, 0.8]) },
        NullCase("Rotate2, first", x: (-0.5, 0.8), limit: -65, because: angles) {
            channel(0, of: 2, "Rotate2", [sine, saw, $0])
        },
        NullCase("Rotate2, second", x: (-0.5, 0.8), limit: -65, because: angles) {
            channel(1, of: 2, "Rotate2", [sine, saw, $0])
        },
    ]

    private static let conversions: [NullCase] = [
        NullCase("A2K") { _ in control("A2K", [sine]) },
        NullCase("T2K") { _ in control("T2K", [0.7 * clock]) },
        NullCase("T2A", x: (0, 0.7)) { audio("T2A", [$0, 17]) },
        NullCase("CheckBadValues") { _ in audio("CheckBadValues", [sine / saw, 0, 0]) },
        NullCase("Sanitize") { _ in audio("Sanitize", [saw / audio("LFPulse", [40, 0, 0.5]), 0.3]) },
    ]

    private static let furtherOscillators: [NullCase] = [
        NullCase("Blip") { _ in audio("Blip", [440, 12]) },
        NullCase("Blip, step", x: (5, 20)) { audio("Blip", [440, $0]) },
        NullCase("LFCub") { _ in audio("LFCub", [440, 0.3]) },
        NullCase("LFCub, step", x: (100, 333)) { audio("LFCub", [$0, 0]) },
        NullCase("LFCub.kr") { _ in control("LFCub", [5, 0.3]) },
        NullCase("LFPar") { _ in audio("LFPar", [440, 0.3]) },
        NullCase("LFPar, step", x: (100, 333)) { audio("LFPar", [$0, 0]) },
        NullCase("LFPar.kr") { _ in control("LFPar", [5, 0.3]) },
        NullCase("SyncSaw") { _ in audio("SyncSaw", [110, 437]) },
        NullCase("SyncSaw, step", x: (110, 233)) { audio("SyncSaw", [$0, 437]) },
    ]
}

import Tonewheel

// The cases that differ, and the reasons.
extension GridException {
    package static let all: [GridException] = [
        ramp, illconditioned, impulse, nyquist, table, negative, digits, cutoff,
        single, unstable, position, linexp, vibrato, combined,
    ].flatMap(\.self)

    private static func each(
        _ units: [String], at rate: Rate? = nil, operators: [Int]? = nil, _ inputs: [String], _ sources: [String],
        limit: Double? = nil, _ reason: String
    ) -> [GridException] {
        units.map { GridException($0, rate, operators: operators, inputs, sources, limit: limit, reason) }
    }

    private static let ramp: [GridException] = {
        let reason = "with a time of 0, scsynth reads memory after the block"
        return [
            each(["Ramp"], at: .audio, ["time"], ["0.0", "a step to 0.0", "−0.01"], reason)
        ].flatMap(\.self)
    }()

    private static let illconditioned: [GridException] = {
        let reason = "near a pole, or below 0, where the function is undefined"
        let chaos = "at this feedback the smallest difference grows"
        return [
            each(["SinOscFB"], at: .audio, ["feedback"], ["2.3"], chaos),
            each(["BinaryOpUGen"], at: .audio, operators: [5, 25], ["b"], ["a step to 0.0", "−0.7"], reason),
            each(
                ["UnaryOpUGen"], at: .audio, operators: [18, 20, 22, 24, 25, 26], ["a"],
                ["AudioControl", "EnvGen.ar", "SinOsc.ar"], reason),
        ].flatMap(\.self)
    }()

    private static let impulse: [GridException] = {
        let reason = "Tonewheel produces an impulse for each whole cycle of the phase, scsynth few, none or two"
        return [
            each(["Impulse"], ["phase"], ["AudioControl", "EnvGen.ar", "SinOsc.ar"], reason)
        ].flatMap(\.self)
    }()

    private static let nyquist: [GridException] = {
        let reason =
            "frequencies below 0 or above half the sample rate alias; scsynth's wave leaves its range or has an offset"
        return [
            each(["LFCub"], ["frequency"], ["31234.5", "512.3", "−21.3"], reason),
            each(["LFPar", "LFTri", "VarSaw"], ["frequency"], ["31234.5", "512.3", "−21.3", "−311.7"], reason),
            each(["FSinOsc"], ["frequency"], ["31234.5"], limit: -70, reason),
            each(["SyncSaw"], ["sawFrequency"], ["31234.5", "512.3", "−21.3", "−311.7"], reason),
            each(["Saw"], at: .audio, ["frequency"], ["−311.7"], reason),
        ].flatMap(\.self)
    }()

    private static let table: [GridException] = {
        let reason = "scsynth reads angles from an 8192-entry table; Tonewheel computes them"
        return [
            each(
                ["Rotate2"], ["x", "y"],
                ["AudioControl", "EnvGen.ar", "EnvGen.kr", "LFTri.kr", "LagControl", "SinOsc.ar"], limit: -60, reason),
            each(
                ["Rotate2"], ["position"],
                [
                    "2.3", "AudioControl", "EnvGen.ar", "EnvGen.kr", "LFTri.kr", "LagControl", "SinOsc.ar",
                    "a step to 0.0", "a step to 1.0", "−1.7",
                ], limit: -60, reason),
        ].flatMap(\.self)
    }()

    private static let negative: [GridException] = {
        let reason = "scsynth never ends times below 0"
        return [
            each(["Trig", "Trig1"], ["duration"], ["−1.0"], reason),
            each(["Compander"], at: .audio, ["clamp", "relax"], ["−0.01"], reason),
        ].flatMap(\.self)
    }()

    private static let digits: [GridException] = {
        let reason = "scsynth's rounding to single precision changes the number of harmonics, or accumulates"
        return [
            each(["Saw"], at: .audio, ["frequency"], ["LFTri.kr"], limit: -75, reason),
            each(["FreeVerb2"], at: .audio, ["damping"], ["SinOsc.ar"], limit: -75, reason),
        ].flatMap(\.self)
    }()

    private static let cutoff: [GridException] = {
        let reason =
            "Tonewheel clamps cutoff and width to between 0 and half the sample rate; scsynth's coefficients alias"
        return [
            each(["BAllPass", "BHiPass", "BPeakEQ"], at: .control, ["frequency"], ["512.3", "−21.3"], reason),
            each(
                ["BAllPass", "BHiPass", "BLowPass", "BPF", "BPeakEQ", "BRF", "Resonz"], at: .control, ["reciprocalQ"],
                ["−0.3"],
                reason),
            each(["BBandPass", "BBandStop"], ["frequency"], ["−21.3"], reason),
            each(["BBandPass", "BBandStop"], at: .control, ["bandwidth"], ["−0.3"], reason),
            each(
                ["BHiShelf", "BLowShelf", "BPF", "BRF", "HPF", "LPF", "Resonz", "RHPF", "RLPF"], at: .control,
                ["frequency"], ["−21.3"],
                reason),
            each(["BLowPass"], ["frequency"], ["0.0", "512.3", "−21.3"], reason),
        ].flatMap(\.self)
    }()

    private static let single: [GridException] = {
        let reason = "scsynth computes in single precision, and resonances keep the difference"
        return [
            each(["Klank"], at: .audio, ["in"], ["AudioControl", "EnvGen.ar", "SinOsc.ar"], limit: -65, reason),
            each(
                ["Klank"], at: .audio, ["frequencyScale"], ["AudioControl", "LagControl", "a step to 1.5"], limit: -70,
                reason),
            each(
                ["Klank"], at: .audio, ["frequencyOffset"],
                ["AudioControl", "EnvGen.ar", "EnvGen.kr", "LagControl", "a step to 100.0"], limit: -70, reason),
            each(
                ["Klank"], at: .audio, ["decayScale"], ["AudioControl", "LagControl", "a step to 1.0"], limit: -70,
                reason),
            each(
                ["Klank"], at: .audio, ["partial"], ["AudioControl", "LagControl", "a step to 0.0", "a step to 900.0"],
                limit: -70, reason),
            each(
                ["Klank"], at: .audio, ["amplitude"],
                ["AudioControl", "EnvGen.ar", "EnvGen.kr", "LFTri.kr", "LagControl", "SinOsc.ar", "a step to 1.0"],
                limit: -70, reason),
            each(
                ["Klank"], at: .audio, ["ring"],
                ["AudioControl", "LFTri.kr", "LagControl", "a step to 0.0", "a step to 0.3"], limit: -65, reason),
        ].flatMap(\.self)
    }()

    private static let unstable: [GridException] = {
        let reason = "Tonewheel clamps times below 0; scsynth's output grows without bound"
        return [
            each(["Klank"], at: .audio, ["ring"], ["−0.1"], reason)
        ].flatMap(\.self)
    }()

    private static let position: [GridException] = {
        let reason = "scsynth rounds positions to single precision, so some lie between frames or one frame earlier"
        return [
            each(
                ["BufRd"], ["position"],
                ["EnvGen.kr", "LFTri.kr", "LagControl", "SinOsc.ar", "a step to 320.0", "a step to −5.0"], limit: -40,
                reason)
        ].flatMap(\.self)
    }()

    private static let linexp: [GridException] = {
        let reason = "at audio rate, scsynth's output differs from run to run"
        return [
            each(
                ["LinExp"], at: .audio, ["srcLow", "srcHigh", "dstLow", "dstHigh"],
                ["AudioControl", "EnvGen.ar", "SinOsc.ar"], reason)
        ].flatMap(\.self)
    }()

    private static let vibrato: [GridException] = {
        let reason = "at audio rate, scsynth's output for moving inputs differs from run to run"
        return [GridException("Vibrato", .audio, limit: nil, reason), combined("Vibrato", at: .audio, reason)]
    }()

    private static let combined: [GridException] = {
        let small = "scsynth computes in single precision"
        return [
            combined(
                "EnvGen", at: .audio,
                "scsynth's output may share the memory of an audio-rate level, which it reads afterwards"),
            combined("Resonz", at: .control, "Tonewheel clamps widths at which the poles would leave the unit circle"),
            combined("XLine", limit: -75, small),
            combined("HPF", limit: -65, small),
            combined("UnaryOpUGen", operators: [17], limit: -75, small),
            combined("UnaryOpUGen", operators: [32], limit: -65, small),
            combined(
                "UnaryOpUGen", operators: [4, 8],
                "the peak of a sine from scsynth's table is below 1 in the last digit"),
            combined("UnaryOpUGen", operators: [25, 26], "below 0 the function is undefined"),
            combined("BinaryOpUGen", operators: [5], "a jump may fall on another frame"),
            combined("Rotate2", limit: -60, "scsynth reads angles from an 8192-entry table; Tonewheel computes them"),
            combined("Klank", limit: -50, small),
            combined("BufRd", limit: -50, small),
            combined("LinExp", "at audio rate, scsynth's output differs from run to run"),
            combined(
                "Amplitude", at: .control,
                "Tonewheel treats a release below 0 as none; scsynth's output grows without bound"),
            combined("Vibrato", at: .control, limit: -60, small),
        ]
            + ["BAllPass", "BHiShelf", "BLowShelf", "BPeakEQ"].map {
                combined($0, at: .audio, limit: -30, "Tonewheel clamps a frequency of 0 or below to above 0")
            }
    }()
}

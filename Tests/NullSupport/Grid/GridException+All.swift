import Tonewheel

// Cases that differ, and why.
extension GridException {
    package static let all: [GridException] = [
        ramp, illconditioned, impulse, nyquist, table, negative, digits, cutoff,
        single, unstable, position, linexp, vibrato, combined,
    ].flatMap(\.self)

    private static func each(
        _ units: [String], at rate: UGen.Rate? = nil, operators: [Int]? = nil, _ inputs: [String], _ sources: [String],
        limit: Double? = nil, _ reason: String
    ) -> [GridException] {
        units.map { GridException($0, rate, operators: operators, inputs, sources, limit: limit, reason) }
    }

    private static let ramp: [GridException] = {
        let reason = "a time of 0: scsynth reads what lies behind the block"
        return [
            each(["Ramp"], at: .audio, ["time"], ["0.0", "a step to 0.0", "−0.01"], reason)
        ].flatMap(\.self)
    }()

    private static let illconditioned: [GridException] = {
        let reason = "near a pole, or below 0 where the function has no value"
        let chaos = "a feedback beyond which the least difference grows"
        return [
            each(["SinOscFB"], at: .audio, ["feedback"], ["2.3"], chaos),
            each(["BinaryOpUGen"], at: .audio, operators: [5, 25], ["b"], ["a step to 0.0", "−0.7"], reason),
            each(
                ["UnaryOpUGen"], at: .audio, operators: [18, 20, 22, 24, 25, 26], ["a"],
                ["AudioControl", "EnvGen.ar", "SinOsc.ar"], reason),
        ].flatMap(\.self)
    }()

    private static let impulse: [GridException] = {
        let reason = "an impulse for each whole cycle that the phase comes to, where scsynth gives few, none or two"
        return [
            each(["Impulse"], ["phase"], ["AudioControl", "EnvGen.ar", "SinOsc.ar"], reason)
        ].flatMap(\.self)
    }()

    private static let nyquist: [GridException] = {
        let reason =
            "frequencies below 0 or above half the sample rate alias, where scsynth's wave leaves its range or has a constant part"
        return [
            each(["LFCub"], ["frequency"], ["31234.5", "512.3", "−21.3"], reason),
            each(["LFPar", "LFTri", "VarSaw"], ["frequency"], ["31234.5", "512.3", "−21.3", "−311.7"], reason),
            each(["FSinOsc"], ["frequency"], ["31234.5"], limit: -70, reason),
            each(["SyncSaw"], ["sawFrequency"], ["31234.5", "512.3", "−21.3", "−311.7"], reason),
            each(["Saw"], at: .audio, ["frequency"], ["−311.7"], reason),
        ].flatMap(\.self)
    }()

    private static let table: [GridException] = {
        let reason = "scsynth looks angles up in a table of 8192; Tonewheel computes them"
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
        let reason = "times below 0: scsynth never ends them"
        return [
            each(["Trig", "Trig1"], ["duration"], ["−1.0"], reason),
            each(["Compander"], at: .audio, ["clamp", "relax"], ["−0.01"], reason),
        ].flatMap(\.self)
    }()

    private static let digits: [GridException] = {
        let reason = "what scsynth rounds to single precision decides between two numbers of harmonics, or adds up"
        return [
            each(["Saw"], at: .audio, ["frequency"], ["LFTri.kr"], limit: -75, reason),
            each(["FreeVerb2"], at: .audio, ["damping"], ["SinOsc.ar"], limit: -75, reason),
        ].flatMap(\.self)
    }()

    private static let cutoff: [GridException] = {
        let reason =
            "a cutoff or width that is held above 0 and below half the sample rate, where scsynth's coefficients alias"
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
        let reason = "scsynth computes in single precision, and what rings keeps the difference"
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
        let reason = "times below 0 are held, where scsynth's grow without end"
        return [
            each(["Klank"], at: .audio, ["ring"], ["−0.1"], reason)
        ].flatMap(\.self)
    }()

    private static let position: [GridException] = {
        let reason = "positions are in single precision in scsynth: between two frames, or on a frame or the one before"
        return [
            each(
                ["BufRd"], ["position"],
                ["EnvGen.kr", "LFTri.kr", "LagControl", "SinOsc.ar", "a step to 320.0", "a step to −5.0"], limit: -40,
                reason)
        ].flatMap(\.self)
    }()

    private static let linexp: [GridException] = {
        let reason = "at audio rate, what scsynth gives is not the same from run to run"
        return [
            each(
                ["LinExp"], at: .audio, ["srcLow", "srcHigh", "dstLow", "dstHigh"],
                ["AudioControl", "EnvGen.ar", "SinOsc.ar"], reason)
        ].flatMap(\.self)
    }()

    private static let vibrato: [GridException] = {
        let reason = "at audio rate, what moves is not the same in scsynth from run to run"
        return [GridException("Vibrato", .audio, limit: nil, reason), combined("Vibrato", at: .audio, reason)]
    }()

    private static let combined: [GridException] = {
        let small = "single precision in scsynth"
        return [
            combined(
                "EnvGen", at: .audio,
                "scsynth's output may take the memory of a level at audio rate, which it then reads"),
            combined("Resonz", at: .control, "a width beyond which the poles leave the unit circle is held"),
            combined("XLine", limit: -75, small),
            combined("HPF", limit: -65, small),
            combined("UnaryOpUGen", operators: [17], limit: -75, small),
            combined("UnaryOpUGen", operators: [32], limit: -65, small),
            combined(
                "UnaryOpUGen", operators: [4, 8], "scsynth's table leaves the peak of a sine a last digit below 1"),
            combined("UnaryOpUGen", operators: [25, 26], "below 0 the function has no value"),
            combined("BinaryOpUGen", operators: [5], "a jump may fall on another frame"),
            combined("Rotate2", limit: -60, "scsynth looks angles up in a table of 8192; Tonewheel computes them"),
            combined("Klank", limit: -50, small),
            combined("BufRd", limit: -50, small),
            combined("LinExp", "at audio rate, what scsynth gives is not the same from run to run"),
            combined("Amplitude", at: .control, "a release below 0 is none; scsynth's grows without end"),
            combined("Vibrato", at: .control, limit: -60, small),
        ]
            + ["BAllPass", "BHiShelf", "BLowShelf", "BPeakEQ"].map {
                combined($0, at: .audio, limit: -30, "a frequency of 0 and below is held above it")
            }
    }()
}

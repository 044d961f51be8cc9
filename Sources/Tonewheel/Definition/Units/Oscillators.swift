/// A sine.
///
/// - `freq`: hertz
/// - `phase`: an offset, in radians
///
/// Reference: SuperCollider help, "SinOsc".
public enum SinOsc {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("SinOsc", .audio, [freq, phase])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("SinOsc", .control, [freq, phase])
    }
}

/// A sine from a wavetable, which begins at phase 0 and neither drifts nor jumps: that of the built-in tone. It is Tonewheel's own; scsynth
/// does not have it.
///
/// - `freq`: hertz
public enum SineGenerator {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440) -> UGen {
        UGen.single("SineGenerator", .audio, [freq])
    }
}

/// A sine that modulates its own phase.
///
/// - `freq`: hertz
/// - `feedback`: how much, in radians
///
/// Reference: SuperCollider help, "SinOscFB".
public enum SinOscFB {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, feedback: UGen = 0) -> UGen {
        UGen.single("SinOscFB", .audio, [freq, feedback])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, feedback: UGen = 0) -> UGen {
        UGen.single("SinOscFB", .control, [freq, feedback])
    }
}

/// A sawtooth without aliasing.
///
/// - `freq`: hertz
///
/// Reference: SuperCollider help, "Saw".
public enum Saw {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440) -> UGen {
        UGen.single("Saw", .audio, [freq])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440) -> UGen {
        UGen.single("Saw", .control, [freq])
    }
}

/// A pulse wave without aliasing.
///
/// - `freq`: hertz
/// - `width`: how long it is high, as a part of the cycle
///
/// Reference: SuperCollider help, "Pulse".
public enum Pulse {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, width: UGen = 0.5) -> UGen {
        UGen.single("Pulse", .audio, [freq, width])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, width: UGen = 0.5) -> UGen {
        UGen.single("Pulse", .control, [freq, width])
    }
}

/// A sawtooth or triangle of variable shape.
///
/// - `freq`: hertz
/// - `phase`: where it begins, as a part of the cycle
/// - `width`: how long it rises, as a part of the cycle
///
/// Reference: SuperCollider help, "VarSaw".
public enum VarSaw {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("VarSaw", .audio, [freq, phase, width])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("VarSaw", .control, [freq, phase, width])
    }
}

/// A sawtooth that aliases at high frequencies.
///
/// - `freq`: hertz
/// - `phase`: where it begins, from 0 to 2
///
/// Reference: SuperCollider help, "LFSaw".
public enum LFSaw {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFSaw", .audio, [freq, phase])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFSaw", .control, [freq, phase])
    }
}

/// A triangle that aliases at high frequencies.
///
/// - `freq`: hertz
/// - `phase`: where it begins, from 0 to 4
///
/// Reference: SuperCollider help, "LFTri".
public enum LFTri {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFTri", .audio, [freq, phase])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFTri", .control, [freq, phase])
    }
}

/// A pulse wave from 0 to 1 that aliases at high frequencies.
///
/// - `freq`: hertz
/// - `phase`: where it begins, as a part of the cycle
/// - `width`: how long it is high, as a part of the cycle
///
/// Reference: SuperCollider help, "LFPulse".
public enum LFPulse {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("LFPulse", .audio, [freq, phase, width])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("LFPulse", .control, [freq, phase, width])
    }
}

/// Single frames of 1, and zeros between them.
///
/// - `freq`: hertz
/// - `phase`: where it begins, as a part of the cycle
///
/// Reference: SuperCollider help, "Impulse".
public enum Impulse {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("Impulse", .audio, [freq, phase])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("Impulse", .control, [freq, phase])
    }
}

/// A constant.
///
/// - `value`: what it gives
///
/// Reference: SuperCollider help, "DC".
public enum DC {
    /// [control] At audio rate.
    public static func ar(_ value: UGen = 0) -> UGen {
        UGen.single("DC", .audio, [value])
    }

    /// [control] At control rate.
    public static func kr(_ value: UGen = 0) -> UGen {
        UGen.single("DC", .control, [value])
    }
}

/// A frequency that wavers.
///
/// - `freq`: hertz
/// - `rate`: of the vibrato, in hertz
/// - `depth`: how far it goes, as a part of the frequency
/// - `delay`: until it begins, in seconds
/// - `onset`: how long it grows, in seconds
/// - `rateVariation`: how much the rate varies, from 0 to 1
/// - `depthVariation`: how much the depth varies, from 0 to 1
/// - `phase`: where it begins, from 0 to 1
/// - `trigger`: begins anew when it rises above 0
///
/// Reference: SuperCollider help, "Vibrato".
public enum Vibrato {
    /// [control] At audio rate.
    public static func ar(
        _ freq: UGen = 440, rate: UGen = 6, depth: UGen = 0.02, delay: UGen = 0, onset: UGen = 0,
        rateVariation: UGen = 0.04, depthVariation: UGen = 0.1, phase: UGen = 0, trigger: UGen = 0
    ) -> UGen {
        UGen.single(
            "Vibrato", .audio,
            [freq, rate, depth, delay, onset, rateVariation, depthVariation, phase, trigger]
        )
    }

    /// [control] At control rate.
    public static func kr(
        _ freq: UGen = 440, rate: UGen = 6, depth: UGen = 0.02, delay: UGen = 0, onset: UGen = 0,
        rateVariation: UGen = 0.04, depthVariation: UGen = 0.1, phase: UGen = 0, trigger: UGen = 0
    ) -> UGen {
        UGen.single(
            "Vibrato", .control,
            [freq, rate, depth, delay, onset, rateVariation, depthVariation, phase, trigger]
        )
    }
}

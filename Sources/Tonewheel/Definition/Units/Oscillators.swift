/// A sine oscillator.
///
/// - `freq`: the frequency in hertz
/// - `phase`: the phase offset in radians
///
/// Reference: SuperCollider help, "SinOsc".
public enum SinOsc {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("SinOsc", .audio, [freq, phase])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("SinOsc", .control, [freq, phase])
    }
}

/// A sine oscillator with a wavetable, which starts at phase 0. Its phase does not drift, and is continuous when the
/// frequency changes. The built-in tone uses it. The unit is Tonewheel's own: scsynth lacks it.
///
/// - `freq`: the frequency in hertz
public enum SineGenerator {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440) -> UGen {
        UGen.single("SineGenerator", .audio, [freq])
    }
}

/// A sine oscillator with phase-modulation feedback.
///
/// - `freq`: the frequency in hertz
/// - `feedback`: the amount of feedback in radians
///
/// Reference: SuperCollider help, "SinOscFB".
public enum SinOscFB {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, feedback: UGen = 0) -> UGen {
        UGen.single("SinOscFB", .audio, [freq, feedback])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, feedback: UGen = 0) -> UGen {
        UGen.single("SinOscFB", .control, [freq, feedback])
    }
}

/// A band-limited sawtooth oscillator.
///
/// - `freq`: the frequency in hertz
///
/// Reference: SuperCollider help, "Saw".
public enum Saw {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440) -> UGen {
        UGen.single("Saw", .audio, [freq])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440) -> UGen {
        UGen.single("Saw", .control, [freq])
    }
}

/// A band-limited pulse oscillator.
///
/// - `freq`: the frequency in hertz
/// - `width`: the duty cycle, 0 … 1
///
/// Reference: SuperCollider help, "Pulse".
public enum Pulse {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, width: UGen = 0.5) -> UGen {
        UGen.single("Pulse", .audio, [freq, width])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, width: UGen = 0.5) -> UGen {
        UGen.single("Pulse", .control, [freq, width])
    }
}

/// An oscillator of variable shape, from sawtooth to triangle; not band-limited.
///
/// - `freq`: the frequency in hertz
/// - `phase`: the initial phase, 0 … 1
/// - `width`: the rising part of the cycle, 0 … 1
///
/// Reference: SuperCollider help, "VarSaw".
public enum VarSaw {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("VarSaw", .audio, [freq, phase, width])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("VarSaw", .control, [freq, phase, width])
    }
}

/// A sawtooth oscillator, not band-limited.
///
/// - `freq`: the frequency in hertz
/// - `phase`: the initial phase, 0 … 2
///
/// Reference: SuperCollider help, "LFSaw".
public enum LFSaw {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFSaw", .audio, [freq, phase])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFSaw", .control, [freq, phase])
    }
}

/// A triangle oscillator, not band-limited.
///
/// - `freq`: the frequency in hertz
/// - `phase`: the initial phase, 0 … 4
///
/// Reference: SuperCollider help, "LFTri".
public enum LFTri {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFTri", .audio, [freq, phase])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("LFTri", .control, [freq, phase])
    }
}

/// A pulse oscillator from 0 to 1, not band-limited.
///
/// - `freq`: the frequency in hertz
/// - `phase`: the initial phase, 0 … 1
/// - `width`: the duty cycle, 0 … 1
///
/// Reference: SuperCollider help, "LFPulse".
public enum LFPulse {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("LFPulse", .audio, [freq, phase, width])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, phase: UGen = 0, width: UGen = 0.5) -> UGen {
        UGen.single("LFPulse", .control, [freq, phase, width])
    }
}

/// An impulse train: single samples of 1, and zeros between them.
///
/// - `freq`: the frequency in hertz
/// - `phase`: the initial phase, 0 … 1
///
/// Reference: SuperCollider help, "Impulse".
public enum Impulse {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("Impulse", .audio, [freq, phase])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 440, phase: UGen = 0) -> UGen {
        UGen.single("Impulse", .control, [freq, phase])
    }
}

/// A constant signal.
///
/// - `value`: the constant
///
/// Reference: SuperCollider help, "DC".
public enum DC {
    /// At audio rate. `[control]`
    public static func ar(_ value: UGen = 0) -> UGen {
        UGen.single("DC", .audio, [value])
    }

    /// At control rate. `[control]`
    public static func kr(_ value: UGen = 0) -> UGen {
        UGen.single("DC", .control, [value])
    }
}

/// A frequency with vibrato.
///
/// - `freq`: the frequency in hertz
/// - `rate`: the rate of the vibrato in hertz
/// - `depth`: the deviation, as a fraction of the frequency
/// - `delay`: the time in seconds until the vibrato starts
/// - `onset`: the time in seconds in which the vibrato grows to its depth
/// - `rateVariation`: the random variation of the rate, 0 … 1
/// - `depthVariation`: the random variation of the depth, 0 … 1
/// - `phase`: the initial phase, 0 … 1
/// - `trigger`: restarts the vibrato when it rises above 0
///
/// Reference: SuperCollider help, "Vibrato".
public enum Vibrato {
    /// At audio rate. `[control]`
    public static func ar(
        _ freq: UGen = 440, rate: UGen = 6, depth: UGen = 0.02, delay: UGen = 0, onset: UGen = 0,
        rateVariation: UGen = 0.04, depthVariation: UGen = 0.1, phase: UGen = 0, trigger: UGen = 0
    ) -> UGen {
        UGen.single(
            "Vibrato", .audio,
            [freq, rate, depth, delay, onset, rateVariation, depthVariation, phase, trigger]
        )
    }

    /// At control rate. `[control]`
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

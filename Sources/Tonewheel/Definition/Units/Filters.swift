/// Low-pass of second order (Butterworth).
///
/// - `input`: the signal
/// - `freq`: hertz
///
/// Reference: SuperCollider help, "LPF".
public enum LPF {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("LPF", .audio, [input.atAudioRate, freq])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("LPF", .control, [input, freq])
    }
}

/// High-pass of second order (Butterworth).
///
/// - `input`: the signal
/// - `freq`: hertz
///
/// Reference: SuperCollider help, "HPF".
public enum HPF {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("HPF", .audio, [input.atAudioRate, freq])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("HPF", .control, [input, freq])
    }
}

/// Band-pass of second order (Butterworth).
///
/// - `input`: the signal
/// - `freq`: hertz
/// - `rq`: bandwidth divided by frequency
///
/// Reference: SuperCollider help, "BPF".
public enum BPF {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("BPF", .audio, [input.atAudioRate, freq, rq])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("BPF", .control, [input, freq, rq])
    }
}

/// Low-pass with resonance.
///
/// - `input`: the signal
/// - `freq`: hertz
/// - `rq`: bandwidth divided by frequency
///
/// Reference: SuperCollider help, "RLPF".
public enum RLPF {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RLPF", .audio, [input.atAudioRate, freq, rq])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RLPF", .control, [input, freq, rq])
    }
}

/// High-pass with resonance.
///
/// - `input`: the signal
/// - `freq`: hertz
/// - `rq`: bandwidth divided by frequency
///
/// Reference: SuperCollider help, "RHPF".
public enum RHPF {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RHPF", .audio, [input.atAudioRate, freq, rq])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RHPF", .control, [input, freq, rq])
    }
}

/// A resonator that rings.
///
/// - `input`: the signal
/// - `freq`: hertz
/// - `decay`: how long it takes to fall by 60 dB, in seconds
///
/// Reference: SuperCollider help, "Ringz".
public enum Ringz {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ decay: UGen = 1) -> UGen {
        UGen.single("Ringz", .audio, [input.atAudioRate, freq, decay])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ decay: UGen = 1) -> UGen {
        UGen.single("Ringz", .control, [input, freq, decay])
    }
}

/// Half the difference of a frame and the one before.
///
/// - `input`: the signal
///
/// Reference: SuperCollider help, "HPZ1".
public enum HPZ1 {
    /// [control] At audio rate.
    public static func ar(_ input: UGen) -> UGen {
        UGen.single("HPZ1", .audio, [input.atAudioRate])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen) -> UGen {
        UGen.single("HPZ1", .control, [input])
    }
}

/// Takes away what does not oscillate.
///
/// - `input`: the signal
/// - `coefficient`: how slowly: nearer to 1 takes longer
///
/// Reference: SuperCollider help, "LeakDC".
public enum LeakDC {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ coefficient: UGen = 0.995) -> UGen {
        UGen.single("LeakDC", .audio, [input.atAudioRate, coefficient])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ coefficient: UGen = 0.9) -> UGen {
        UGen.single("LeakDC", .control, [input, coefficient])
    }
}

/// Smooths changes, exponentially.
///
/// - `input`: the signal
/// - `time`: how long it takes to come within 60 dB, in seconds
///
/// Reference: SuperCollider help, "Lag".
public enum Lag {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ time: UGen = 0.1) -> UGen {
        UGen.single("Lag", .audio, [input.atAudioRate, time])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ time: UGen = 0.1) -> UGen {
        UGen.single("Lag", .control, [input, time])
    }
}

/// A second-order low-pass filter (Butterworth).
///
/// - `input`: the signal
/// - `freq`: the cutoff frequency in hertz
///
/// Reference: SuperCollider help, "LPF".
public enum LPF {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("LPF", .audio, [input.atAudioRate, freq])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("LPF", .control, [input, freq])
    }
}

/// A second-order high-pass filter (Butterworth).
///
/// - `input`: the signal
/// - `freq`: the cutoff frequency in hertz
///
/// Reference: SuperCollider help, "HPF".
public enum HPF {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("HPF", .audio, [input.atAudioRate, freq])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ freq: UGen = 440) -> UGen {
        UGen.single("HPF", .control, [input, freq])
    }
}

/// A second-order band-pass filter (Butterworth).
///
/// - `input`: the signal
/// - `freq`: the centre frequency in hertz
/// - `rq`: the bandwidth divided by the centre frequency
///
/// Reference: SuperCollider help, "BPF".
public enum BPF {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("BPF", .audio, [input.atAudioRate, freq, rq])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("BPF", .control, [input, freq, rq])
    }
}

/// A resonant low-pass filter.
///
/// - `input`: the signal
/// - `freq`: the cutoff frequency in hertz
/// - `rq`: the bandwidth divided by the cutoff frequency
///
/// Reference: SuperCollider help, "RLPF".
public enum RLPF {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RLPF", .audio, [input.atAudioRate, freq, rq])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RLPF", .control, [input, freq, rq])
    }
}

/// A resonant high-pass filter.
///
/// - `input`: the signal
/// - `freq`: the cutoff frequency in hertz
/// - `rq`: the bandwidth divided by the cutoff frequency
///
/// Reference: SuperCollider help, "RHPF".
public enum RHPF {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RHPF", .audio, [input.atAudioRate, freq, rq])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ rq: UGen = 1) -> UGen {
        UGen.single("RHPF", .control, [input, freq, rq])
    }
}

/// A ringing resonator.
///
/// - `input`: the signal
/// - `freq`: the resonant frequency in hertz
/// - `decay`: the time in seconds in which the resonance falls by 60 dB
///
/// Reference: SuperCollider help, "Ringz".
public enum Ringz {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ freq: UGen = 440, _ decay: UGen = 1) -> UGen {
        UGen.single("Ringz", .audio, [input.atAudioRate, freq, decay])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ freq: UGen = 440, _ decay: UGen = 1) -> UGen {
        UGen.single("Ringz", .control, [input, freq, decay])
    }
}

/// A two-point difference filter: half the difference of a sample and the one before.
///
/// - `input`: the signal
///
/// Reference: SuperCollider help, "HPZ1".
public enum HPZ1 {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen) -> UGen {
        UGen.single("HPZ1", .audio, [input.atAudioRate])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen) -> UGen {
        UGen.single("HPZ1", .control, [input])
    }
}

/// Removes DC.
///
/// - `input`: the signal
/// - `coefficient`: the feedback of the filter, below 1; the closer to 1, the slower
///
/// Reference: SuperCollider help, "LeakDC".
public enum LeakDC {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ coefficient: UGen = 0.995) -> UGen {
        UGen.single("LeakDC", .audio, [input.atAudioRate, coefficient])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ coefficient: UGen = 0.9) -> UGen {
        UGen.single("LeakDC", .control, [input, coefficient])
    }
}

/// An exponential lag, which smooths changes.
///
/// - `input`: the signal
/// - `time`: the time in seconds in which a change settles to within 60 dB
///
/// Reference: SuperCollider help, "Lag".
public enum Lag {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ time: UGen = 0.1) -> UGen {
        UGen.single("Lag", .audio, [input.atAudioRate, time])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ time: UGen = 0.1) -> UGen {
        UGen.single("Lag", .control, [input, time])
    }
}

/// Noise with the same power at every frequency.
///
/// Reference: SuperCollider help, "WhiteNoise".
public enum WhiteNoise {
    /// [control] At audio rate.
    public static func ar() -> UGen {
        UGen.single("WhiteNoise", .audio)
    }

    /// [control] At control rate.
    public static func kr() -> UGen {
        UGen.single("WhiteNoise", .control)
    }
}

/// Random numbers, joined by parabolas.
///
/// - `freq`: how many a second
///
/// Reference: SuperCollider help, "LFNoise2".
public enum LFNoise2 {
    /// [control] At audio rate.
    public static func ar(_ freq: UGen = 500) -> UGen {
        UGen.single("LFNoise2", .audio, [freq])
    }

    /// [control] At control rate.
    public static func kr(_ freq: UGen = 500) -> UGen {
        UGen.single("LFNoise2", .control, [freq])
    }
}

/// A random number, drawn when the synth starts.
///
/// - `low`: the lowest
/// - `high`: the highest
///
/// Reference: SuperCollider help, "Rand".
public enum Rand {
    /// [control] Once, when the synth starts.
    public static func ir(_ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Rand", .scalar, [low, high])
    }
}

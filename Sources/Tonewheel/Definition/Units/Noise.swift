/// White noise.
///
/// Reference: SuperCollider help, "WhiteNoise".
public enum WhiteNoise {
    /// At audio rate. `[control]`
    public static func ar() -> UGen {
        UGen.single("WhiteNoise", .audio)
    }

    /// At control rate. `[control]`
    public static func kr() -> UGen {
        UGen.single("WhiteNoise", .control)
    }
}

/// Random values with quadratic interpolation.
///
/// - `freq`: the number of random values per second
///
/// Reference: SuperCollider help, "LFNoise2".
public enum LFNoise2 {
    /// At audio rate. `[control]`
    public static func ar(_ freq: UGen = 500) -> UGen {
        UGen.single("LFNoise2", .audio, [freq])
    }

    /// At control rate. `[control]`
    public static func kr(_ freq: UGen = 500) -> UGen {
        UGen.single("LFNoise2", .control, [freq])
    }
}

/// A random number, drawn when the synth starts.
///
/// - `low`: the minimum
/// - `high`: the maximum
///
/// Reference: SuperCollider help, "Rand".
public enum Rand {
    /// Once, when the synth starts. `[control]`
    public static func ir(_ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Rand", .scalar, [low, high])
    }
}

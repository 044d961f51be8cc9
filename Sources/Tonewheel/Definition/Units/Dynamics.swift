/// A look-ahead limiter.
///
/// - `input`: the signal
/// - `level`: the maximum amplitude of the output
/// - `duration`: the look-ahead in seconds; half of the delay
///
/// Reference: SuperCollider help, "Limiter".
public enum Limiter {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ level: UGen = 1, _ duration: UGen = 0.01) -> UGen {
        UGen.single("Limiter", .audio, [input.atAudioRate, level, duration])
    }
}

/// A look-ahead normalizer, which brings a signal to a constant peak amplitude.
///
/// - `input`: the signal
/// - `level`: the peak amplitude of the output
/// - `duration`: the look-ahead in seconds; half of the delay
///
/// Reference: SuperCollider help, "Normalizer".
public enum Normalizer {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ level: UGen = 1, _ duration: UGen = 0.01) -> UGen {
        UGen.single("Normalizer", .audio, [input.atAudioRate, level, duration])
    }
}

/// Clamps a signal to a range.
///
/// - `input`: the signal
/// - `low`: the lower bound
/// - `high`: the upper bound
///
/// Reference: SuperCollider help, "Clip".
public enum Clip {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Clip", .audio, [input.atAudioRate, low, high])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Clip", .control, [input, low, high])
    }

    /// Once, when the synth starts. `[control]`
    public static func ir(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Clip", .scalar, [input, low, high])
    }
}

/// Folds a signal back into a range.
///
/// - `input`: the signal
/// - `low`: the lower bound
/// - `high`: the upper bound
///
/// Reference: SuperCollider help, "Fold".
public enum Fold {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Fold", .audio, [input.atAudioRate, low, high])
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Fold", .control, [input, low, high])
    }

    /// Once, when the synth starts. `[control]`
    public static func ir(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Fold", .scalar, [input, low, high])
    }
}

/// Outputs 1, and performs its done action, once the input has been silent for a time.
///
/// - `input`: the signal
/// - `amplitude`: the threshold of silence
/// - `time`: the duration of silence in seconds
/// - `doneAction`: the action after that time
///
/// Reference: SuperCollider help, "DetectSilence".
public enum DetectSilence {
    /// At audio rate. `[control]`
    @discardableResult
    public static func ar(
        _ input: UGen, amplitude: UGen = 0.0001, time: UGen = 0.1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("DetectSilence", .audio, [input.atAudioRate, amplitude, time, doneAction.ugen])
    }

    /// At control rate. `[control]`
    @discardableResult
    public static func kr(
        _ input: UGen, amplitude: UGen = 0.0001, time: UGen = 0.1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("DetectSilence", .control, [input, amplitude, time, doneAction.ugen])
    }
}

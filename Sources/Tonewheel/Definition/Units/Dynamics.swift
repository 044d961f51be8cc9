/// Turns down what is too loud, before it comes.
///
/// - `input`: the signal
/// - `level`: the highest amplitude
/// - `duration`: how far it looks ahead, in seconds; half of its delay
///
/// Reference: SuperCollider help, "Limiter".
public enum Limiter {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ level: UGen = 1, _ duration: UGen = 0.01) -> UGen {
        UGen.single("Limiter", .audio, [input.atAudioRate, level, duration])
    }
}

/// Brings the signal to one amplitude.
///
/// - `input`: the signal
/// - `level`: the amplitude
/// - `duration`: how far it looks ahead, in seconds; half of its delay
///
/// Reference: SuperCollider help, "Normalizer".
public enum Normalizer {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ level: UGen = 1, _ duration: UGen = 0.01) -> UGen {
        UGen.single("Normalizer", .audio, [input.atAudioRate, level, duration])
    }
}

/// Holds a signal between two values.
///
/// - `input`: the signal
/// - `low`: the lowest
/// - `high`: the highest
///
/// Reference: SuperCollider help, "Clip".
public enum Clip {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Clip", .audio, [input.atAudioRate, low, high])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Clip", .control, [input, low, high])
    }

    /// [control] Once, when the synth starts.
    public static func ir(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Clip", .scalar, [input, low, high])
    }
}

/// Folds a signal back between two values.
///
/// - `input`: the signal
/// - `low`: the lowest
/// - `high`: the highest
///
/// Reference: SuperCollider help, "Fold".
public enum Fold {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Fold", .audio, [input.atAudioRate, low, high])
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Fold", .control, [input, low, high])
    }

    /// [control] Once, when the synth starts.
    public static func ir(_ input: UGen, _ low: UGen = 0, _ high: UGen = 1) -> UGen {
        UGen.single("Fold", .scalar, [input, low, high])
    }
}

/// Gives 1, and finishes, when its input has been quiet for a while.
///
/// - `input`: the signal
/// - `amplitude`: what counts as quiet
/// - `time`: how long, in seconds
/// - `doneAction`: what happens then
///
/// Reference: SuperCollider help, "DetectSilence".
public enum DetectSilence {
    /// [control] At audio rate.
    @discardableResult
    public static func ar(
        _ input: UGen, amplitude: UGen = 0.0001, time: UGen = 0.1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("DetectSilence", .audio, [input.atAudioRate, amplitude, time, doneAction.ugen])
    }

    /// [control] At control rate.
    @discardableResult
    public static func kr(
        _ input: UGen, amplitude: UGen = 0.0001, time: UGen = 0.1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("DetectSilence", .control, [input, amplitude, time, doneAction.ugen])
    }
}

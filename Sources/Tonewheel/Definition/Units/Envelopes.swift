/// A straight line.
///
/// - `start`: the initial value
/// - `end`: the final value
/// - `duration`: the duration in seconds
/// - `doneAction`: the action at the end
///
/// Reference: SuperCollider help, "Line".
public enum Line {
    /// At audio rate. `[control]`
    @discardableResult
    public static func ar(
        _ start: UGen = 0, _ end: UGen = 1, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("Line", .audio, [start, end, duration, doneAction.ugen])
    }

    /// At control rate. `[control]`
    @discardableResult
    public static func kr(
        _ start: UGen = 0, _ end: UGen = 1, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("Line", .control, [start, end, duration, doneAction.ugen])
    }
}

/// An exponential line. Both values must have the same sign, and not be 0.
///
/// - `start`: the initial value
/// - `end`: the final value
/// - `duration`: the duration in seconds
/// - `doneAction`: the action at the end
///
/// Reference: SuperCollider help, "XLine".
public enum XLine {
    /// At audio rate. `[control]`
    @discardableResult
    public static func ar(
        _ start: UGen = 1, _ end: UGen = 2, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("XLine", .audio, [start, end, duration, doneAction.ugen])
    }

    /// At control rate. `[control]`
    @discardableResult
    public static func kr(
        _ start: UGen = 1, _ end: UGen = 2, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("XLine", .control, [start, end, duration, doneAction.ugen])
    }
}

/// A linear glide to each new value of a signal, such as the gain of a voice. It starts at the signal's first value.
/// The unit is Tonewheel's own: scsynth lacks it.
///
/// - `signal`: the target
/// - `frames`: the length of a glide in frames; read when a glide starts
public enum Glide {
    /// At audio rate. `[control]`
    public static func ar(_ signal: UGen, frames: UGen = 64) -> UGen {
        UGen.single("Glide", .audio, [signal, frames])
    }
}

/// A linear envelope: a rise, a level while the gate is open, and a fall.
///
/// - `gate`: open above 0
/// - `attack`: the duration of the rise in seconds
/// - `level`: the level while the gate is open
/// - `release`: the duration of the fall in seconds
/// - `doneAction`: the action at the end
///
/// Reference: SuperCollider help, "Linen".
public enum Linen {
    /// At control rate. `[control]`
    @discardableResult
    public static func kr(
        _ gate: UGen = 1, attack: UGen = 0.01, level: UGen = 1, release: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("Linen", .control, [gate, attack, level, release, doneAction.ugen])
    }
}

/// Plays an ``Envelope``.
///
/// - `envelope`: the envelope
/// - `gate`: starts the envelope when it rises above 0, releases it when it falls to 0
/// - `levelScale`: a factor of all levels
/// - `levelBias`: an offset of all levels
/// - `timeScale`: a factor of all times
/// - `doneAction`: the action at the end
///
/// Reference: SuperCollider help, "EnvGen".
public enum EnvGen {
    /// At audio rate. `[control]`
    @discardableResult
    public static func ar(
        _ envelope: Envelope, gate: UGen = 1, levelScale: UGen = 1, levelBias: UGen = 0, timeScale: UGen = 1,
        doneAction: DoneAction = .none
    ) -> UGen {
        make(.audio, envelope, [gate, levelScale, levelBias, timeScale, doneAction.ugen])
    }

    /// At control rate. `[control]`
    @discardableResult
    public static func kr(
        _ envelope: Envelope, gate: UGen = 1, levelScale: UGen = 1, levelBias: UGen = 0, timeScale: UGen = 1,
        doneAction: DoneAction = .none
    ) -> UGen {
        make(.control, envelope, [gate, levelScale, levelBias, timeScale, doneAction.ugen])
    }

    private static func make(_ rate: Rate, _ envelope: Envelope, _ inputs: [UGen]) -> UGen {
        if let problem = envelope.problem { UGenGraph.current?.fail(problem) }
        return UGen.single("EnvGen", rate, inputs + envelope.inputs)
    }
}

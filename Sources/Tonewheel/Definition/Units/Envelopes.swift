/// A straight line.
///
/// - `start`: the value at the beginning
/// - `end`: the value at the end
/// - `duration`: how long it takes, in seconds
/// - `doneAction`: what happens at its end
///
/// Reference: SuperCollider help, "Line".
public enum Line {
    /// [control] At audio rate.
    @discardableResult
    public static func ar(
        _ start: UGen = 0, _ end: UGen = 1, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("Line", .audio, [start, end, duration, doneAction.ugen])
    }

    /// [control] At control rate.
    @discardableResult
    public static func kr(
        _ start: UGen = 0, _ end: UGen = 1, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("Line", .control, [start, end, duration, doneAction.ugen])
    }
}

/// An exponential line. Both values must have the same sign, and not be 0.
///
/// - `start`: the value at the beginning
/// - `end`: the value at the end
/// - `duration`: how long it takes, in seconds
/// - `doneAction`: what happens at its end
///
/// Reference: SuperCollider help, "XLine".
public enum XLine {
    /// [control] At audio rate.
    @discardableResult
    public static func ar(
        _ start: UGen = 1, _ end: UGen = 2, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("XLine", .audio, [start, end, duration, doneAction.ugen])
    }

    /// [control] At control rate.
    @discardableResult
    public static func kr(
        _ start: UGen = 1, _ end: UGen = 2, _ duration: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("XLine", .control, [start, end, duration, doneAction.ugen])
    }
}

/// Goes to each new value of a signal in a straight line instead of jumping there: the gain of a voice, for example. It begins with the
/// signal's first value. It is Tonewheel's own; scsynth does not have it.
///
/// - `signal`: where to go
/// - `frames`: how many frames a line takes; read where it begins
public enum Glide {
    /// [control] At audio rate.
    public static func ar(_ signal: UGen, frames: UGen = 64) -> UGen {
        UGen.single("Glide", .audio, [signal, frames])
    }
}

/// A straight line up, a level as long as the gate is open, a straight line down.
///
/// - `gate`: open above 0
/// - `attack`: seconds
/// - `level`: while the gate is open
/// - `release`: seconds
/// - `doneAction`: what happens at its end
///
/// Reference: SuperCollider help, "Linen".
public enum Linen {
    /// [control] At control rate.
    @discardableResult
    public static func kr(
        _ gate: UGen = 1, attack: UGen = 0.01, level: UGen = 1, release: UGen = 1, doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("Linen", .control, [gate, attack, level, release, doneAction.ugen])
    }
}

/// Plays an ``Envelope``.
///
/// - `envelope`: what to play
/// - `gate`: begins it when it rises above 0, releases it when it falls to 0
/// - `levelScale`: a factor of the levels
/// - `levelBias`: is added to the levels
/// - `timeScale`: a factor of the times
/// - `doneAction`: what happens at its end
///
/// Reference: SuperCollider help, "EnvGen".
public enum EnvGen {
    /// [control] At audio rate.
    @discardableResult
    public static func ar(
        _ envelope: Envelope, gate: UGen = 1, levelScale: UGen = 1, levelBias: UGen = 0, timeScale: UGen = 1,
        doneAction: DoneAction = .none
    ) -> UGen {
        make(.audio, envelope, [gate, levelScale, levelBias, timeScale, doneAction.ugen])
    }

    /// [control] At control rate.
    @discardableResult
    public static func kr(
        _ envelope: Envelope, gate: UGen = 1, levelScale: UGen = 1, levelBias: UGen = 0, timeScale: UGen = 1,
        doneAction: DoneAction = .none
    ) -> UGen {
        make(.control, envelope, [gate, levelScale, levelBias, timeScale, doneAction.ugen])
    }

    private static func make(_ rate: UGen.Rate, _ envelope: Envelope, _ inputs: [UGen]) -> UGen {
        if let problem = envelope.problem { UGenGraph.current?.fail(problem) }
        return UGen.single("EnvGen", rate, inputs + envelope.inputs)
    }
}

/// Pans a signal between two channels, with equal power.
///
/// - `input`: the signal
/// - `position`: the position, from -1 (left) to 1 (right)
/// - `level`: a gain factor
///
/// Reference: SuperCollider help, "Pan2".
public enum Pan2 {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Pan2", .audio, [input.atAudioRate, position, level], outputs: 2)
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Pan2", .control, [input, position, level], outputs: 2)
    }
}

/// Balances two channels, with equal power.
///
/// - `left`: the left channel
/// - `right`: the right channel
/// - `position`: the balance, from -1 (left) to 1 (right)
/// - `level`: a gain factor
///
/// Reference: SuperCollider help, "Balance2".
public enum Balance2 {
    /// At audio rate. `[control]`
    public static func ar(_ left: UGen, _ right: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Balance2", .audio, [left.atAudioRate, right.atAudioRate, position, level], outputs: 2)
    }

    /// At control rate. `[control]`
    public static func kr(_ left: UGen, _ right: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Balance2", .control, [left, right, position, level], outputs: 2)
    }
}

/// Crossfades between two signals, with equal power.
///
/// - `first`: the signal at position -1
/// - `second`: the signal at position 1
/// - `position`: the position, -1 … 1
/// - `level`: a gain factor
///
/// Reference: SuperCollider help, "XFade2".
public enum XFade2 {
    /// At audio rate. `[control]`
    public static func ar(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0, level: UGen = 1) -> UGen {
        UGen.single("XFade2", .audio, [first.atAudioRate, second.atAudioRate, position, level])
    }

    /// At control rate. `[control]`
    public static func kr(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0, level: UGen = 1) -> UGen {
        UGen.single("XFade2", .control, [first, second, position, level])
    }
}

/// Crossfades linearly between two signals.
///
/// - `first`: the signal at position -1
/// - `second`: the signal at position 1
/// - `position`: the position, -1 … 1
///
/// Reference: SuperCollider help, "LinXFade2".
public enum LinXFade2 {
    /// At audio rate. `[control]`
    public static func ar(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0) -> UGen {
        UGen.single("LinXFade2", .audio, [first.atAudioRate, second.atAudioRate, position])
    }

    /// At control rate. `[control]`
    public static func kr(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0) -> UGen {
        UGen.single("LinXFade2", .control, [first, second, position])
    }
}

/// Places a signal between two channels, with equal power.
///
/// - `input`: the signal
/// - `position`: from -1, left, to 1, right
/// - `level`: a factor
///
/// Reference: SuperCollider help, "Pan2".
public enum Pan2 {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Pan2", .audio, [input.atAudioRate, position, level], outputs: 2)
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Pan2", .control, [input, position, level], outputs: 2)
    }
}

/// Turns one of two channels down.
///
/// - `left`: the left channel
/// - `right`: the right channel
/// - `position`: from -1, left, to 1, right
/// - `level`: a factor
///
/// Reference: SuperCollider help, "Balance2".
public enum Balance2 {
    /// [control] At audio rate.
    public static func ar(_ left: UGen, _ right: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Balance2", .audio, [left.atAudioRate, right.atAudioRate, position, level], outputs: 2)
    }

    /// [control] At control rate.
    public static func kr(_ left: UGen, _ right: UGen, _ position: UGen = 0, level: UGen = 1) -> [UGen] {
        UGen.unit("Balance2", .control, [left, right, position, level], outputs: 2)
    }
}

/// Fades from one signal to another, with equal power.
///
/// - `first`: the signal at -1
/// - `second`: the signal at 1
/// - `position`: from -1 to 1
/// - `level`: a factor
///
/// Reference: SuperCollider help, "XFade2".
public enum XFade2 {
    /// [control] At audio rate.
    public static func ar(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0, level: UGen = 1) -> UGen {
        UGen.single("XFade2", .audio, [first.atAudioRate, second.atAudioRate, position, level])
    }

    /// [control] At control rate.
    public static func kr(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0, level: UGen = 1) -> UGen {
        UGen.single("XFade2", .control, [first, second, position, level])
    }
}

/// Fades from one signal to another, in a straight line.
///
/// - `first`: the signal at -1
/// - `second`: the signal at 1
/// - `position`: from -1 to 1
///
/// Reference: SuperCollider help, "LinXFade2".
public enum LinXFade2 {
    /// [control] At audio rate.
    public static func ar(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0) -> UGen {
        UGen.single("LinXFade2", .audio, [first.atAudioRate, second.atAudioRate, position])
    }

    /// [control] At control rate.
    public static func kr(_ first: UGen, _ second: UGen = 0, _ position: UGen = 0) -> UGen {
        UGen.single("LinXFade2", .control, [first, second, position])
    }
}

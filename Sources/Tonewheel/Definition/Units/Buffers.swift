/// Plays a buffer.
///
/// - `buffer`: its number
/// - `channels`: how many the buffer has
/// - `rate`: 1 for the rate of the server, 2 for twice as fast, below 0 backwards
/// - `trigger`: begins anew, at `start`, when it rises above 0
/// - `start`: where, in frames
/// - `loop`: 1 to go on from the beginning at the end
/// - `doneAction`: what happens at the end
///
/// Reference: SuperCollider help, "PlayBuf".
public enum PlayBuf {
    /// [control] One channel, at audio rate.
    public static func ar(
        _ buffer: UGen, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("PlayBuf", .audio, [buffer, rate, trigger, start, loop, doneAction.ugen])
    }

    /// [control] All channels, at audio rate.
    public static func ar(
        _ buffer: UGen, channels: Int, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> [UGen] {
        let inputs = [buffer, rate, trigger, start, loop, doneAction.ugen]
        return UGen.unit("PlayBuf", .audio, inputs, outputs: channels)
    }

    /// [control] One channel, at control rate.
    public static func kr(
        _ buffer: UGen, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("PlayBuf", .control, [buffer, rate, trigger, start, loop, doneAction.ugen])
    }

    /// [control] All channels, at control rate.
    public static func kr(
        _ buffer: UGen, channels: Int, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> [UGen] {
        let inputs = [buffer, rate, trigger, start, loop, doneAction.ugen]
        return UGen.unit("PlayBuf", .control, inputs, outputs: channels)
    }
}

/// Plays the file that a buffer streams: ``Synths/buffer(streaming:)``, or `/b_read` that leaves it open.
///
/// - `buffer`: its number
/// - `channels`: as many as the file has
/// - `loop`: 1 to go on from the beginning at the end
///
/// Reference: SuperCollider help, "DiskIn".
public enum DiskIn {
    /// [control] One channel, at audio rate.
    public static func ar(_ buffer: UGen, loop: UGen = 0) -> UGen {
        UGen.single("DiskIn", .audio, [buffer, loop])
    }

    /// [control] All channels, at audio rate.
    public static func ar(_ buffer: UGen, channels: Int, loop: UGen = 0) -> [UGen] {
        UGen.unit("DiskIn", .audio, [buffer, loop], outputs: channels)
    }
}

/// Writes signals to the file of a buffer: ``Synths/buffer(recordingTo:channels:)``, or `/b_write` that leaves it open.
///
/// - `buffer`: its number
/// - `signals`: as many as the file has channels
///
/// Reference: SuperCollider help, "DiskOut".
public enum DiskOut {
    /// [control] At audio rate.
    ///
    /// - Returns: How many frames have been written.
    @discardableResult
    public static func ar(_ buffer: UGen, _ signals: [UGen]) -> UGen {
        UGen.single("DiskOut", .audio, [buffer] + signals.map(\.atAudioRate))
    }
}

/// Plays a buffer.
///
/// - `buffer`: the number of the buffer
/// - `channels`: the number of channels of the buffer
/// - `rate`: the playback rate, 1 for the server's sample rate; negative values play backwards
/// - `trigger`: restarts playback at `start` when it rises above 0
/// - `start`: the first frame
/// - `loop`: 1 to loop, 0 to stop at the end
/// - `doneAction`: the action at the end
///
/// Reference: SuperCollider help, "PlayBuf".
public enum PlayBuf {
    /// One channel, at audio rate. `[control]`
    public static func ar(
        _ buffer: UGen, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("PlayBuf", .audio, [buffer, rate, trigger, start, loop, doneAction.ugen])
    }

    /// All channels, at audio rate. `[control]`
    public static func ar(
        _ buffer: UGen, channels: Int, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> [UGen] {
        let inputs = [buffer, rate, trigger, start, loop, doneAction.ugen]
        return UGen.unit("PlayBuf", .audio, inputs, outputs: channels)
    }

    /// One channel, at control rate. `[control]`
    public static func kr(
        _ buffer: UGen, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> UGen {
        UGen.single("PlayBuf", .control, [buffer, rate, trigger, start, loop, doneAction.ugen])
    }

    /// All channels, at control rate. `[control]`
    public static func kr(
        _ buffer: UGen, channels: Int, rate: UGen = 1, trigger: UGen = 1, start: UGen = 0, loop: UGen = 0,
        doneAction: DoneAction = .none
    ) -> [UGen] {
        let inputs = [buffer, rate, trigger, start, loop, doneAction.ugen]
        return UGen.unit("PlayBuf", .control, inputs, outputs: channels)
    }
}

/// Plays the file that a buffer streams: ``Synths/buffer(streaming:)``, or `/b_read` with `leaveOpen`.
///
/// - `buffer`: the number of the buffer
/// - `channels`: the number of channels of the file
/// - `loop`: 1 to loop, 0 to stop at the end
///
/// Reference: SuperCollider help, "DiskIn".
public enum DiskIn {
    /// One channel, at audio rate. `[control]`
    public static func ar(_ buffer: UGen, loop: UGen = 0) -> UGen {
        UGen.single("DiskIn", .audio, [buffer, loop])
    }

    /// All channels, at audio rate. `[control]`
    public static func ar(_ buffer: UGen, channels: Int, loop: UGen = 0) -> [UGen] {
        UGen.unit("DiskIn", .audio, [buffer, loop], outputs: channels)
    }
}

/// Records signals to the file of a buffer: ``Synths/buffer(recordingTo:channels:)``, or `/b_write` with `leaveOpen`.
///
/// - `buffer`: the number of the buffer
/// - `signals`: one signal for each channel of the file
///
/// Reference: SuperCollider help, "DiskOut".
public enum DiskOut {
    /// At audio rate. `[control]`
    ///
    /// - Returns: The number of frames that have been written.
    @discardableResult
    public static func ar(_ buffer: UGen, _ signals: [UGen]) -> UGen {
        UGen.single("DiskOut", .audio, [buffer] + signals.map(\.atAudioRate))
    }
}

/// Adds signals to buses.
///
/// - `bus`: the first one
/// - `signals`: one for each bus from there on. At audio rate, constants and control-rate signals are converted.
///
/// Reference: SuperCollider help, "Out".
public enum Out {
    /// [control] To audio buses.
    public static func ar(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("Out", .audio, [bus] + signals.map(\.atAudioRate), outputs: 0)
    }

    /// [control] To an audio bus.
    public static func ar(_ bus: UGen, _ signal: UGen) {
        ar(bus, [signal])
    }

    /// [control] To control buses.
    public static func kr(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("Out", .control, [bus] + signals, outputs: 0)
    }

    /// [control] To a control bus.
    public static func kr(_ bus: UGen, _ signal: UGen) {
        kr(bus, [signal])
    }
}

/// Writes signals over those of buses.
///
/// - `bus`: the first one
/// - `signals`: one for each bus from there on. At audio rate, constants and control-rate signals are converted.
///
/// Reference: SuperCollider help, "ReplaceOut".
public enum ReplaceOut {
    /// [control] To audio buses.
    public static func ar(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("ReplaceOut", .audio, [bus] + signals.map(\.atAudioRate), outputs: 0)
    }

    /// [control] To an audio bus.
    public static func ar(_ bus: UGen, _ signal: UGen) {
        ar(bus, [signal])
    }

    /// [control] To control buses.
    public static func kr(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("ReplaceOut", .control, [bus] + signals, outputs: 0)
    }

    /// [control] To a control bus.
    public static func kr(_ bus: UGen, _ signal: UGen) {
        kr(bus, [signal])
    }
}

/// Adds signals to buses, from the exact frame on at which the synth was to start.
///
/// - `bus`: the first one
/// - `signals`: one for each bus from there on. At audio rate, constants and control-rate signals are converted.
///
/// Reference: SuperCollider help, "OffsetOut".
public enum OffsetOut {
    /// [control] To audio buses.
    public static func ar(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("OffsetOut", .audio, [bus] + signals.map(\.atAudioRate), outputs: 0)
    }

    /// [control] To an audio bus.
    public static func ar(_ bus: UGen, _ signal: UGen) {
        ar(bus, [signal])
    }
}

/// What is on buses.
///
/// - `bus`: the first one
/// - `channels`: how many
///
/// Reference: SuperCollider help, "In".
public enum In {
    /// [control] Of an audio bus.
    public static func ar(_ bus: UGen = 0) -> UGen {
        UGen.single("In", .audio, [bus])
    }

    /// [control] Of audio buses.
    public static func ar(_ bus: UGen, channels: Int) -> [UGen] {
        UGen.unit("In", .audio, [bus], outputs: channels)
    }

    /// [control] Of a control bus.
    public static func kr(_ bus: UGen = 0) -> UGen {
        UGen.single("In", .control, [bus])
    }

    /// [control] Of control buses.
    public static func kr(_ bus: UGen, channels: Int) -> [UGen] {
        UGen.unit("In", .control, [bus], outputs: channels)
    }
}

/// What is on audio buses, or was one block ago where nothing has been written yet.
///
/// - `bus`: the first one
/// - `channels`: how many
///
/// Reference: SuperCollider help, "InFeedback".
public enum InFeedback {
    /// [control] Of an audio bus.
    public static func ar(_ bus: UGen = 0) -> UGen {
        UGen.single("InFeedback", .audio, [bus])
    }

    /// [control] Of audio buses.
    public static func ar(_ bus: UGen, channels: Int) -> [UGen] {
        UGen.unit("InFeedback", .audio, [bus], outputs: channels)
    }
}

/// What the synth's own ``LocalOut`` wrote one block ago.
///
/// - `initial`: for each channel, what there is in the first block
///
/// Reference: SuperCollider help, "LocalIn".
public enum LocalIn {
    /// [control] At audio rate.
    public static func ar(_ initial: [UGen] = [0]) -> [UGen] {
        UGen.unit("LocalIn", .audio, initial, outputs: initial.count)
    }

    /// [control] At control rate.
    public static func kr(_ initial: [UGen] = [0]) -> [UGen] {
        UGen.unit("LocalIn", .control, initial, outputs: initial.count)
    }
}

/// Writes to the buses that the synth has of its own, for ``LocalIn`` to read: as many channels as that has.
///
/// Reference: SuperCollider help, "LocalOut".
public enum LocalOut {
    /// [control] At audio rate.
    public static func ar(_ signals: [UGen]) {
        UGen.unit("LocalOut", .audio, signals.map(\.atAudioRate), outputs: 0)
    }

    /// [control] At control rate.
    public static func kr(_ signals: [UGen]) {
        UGen.unit("LocalOut", .control, signals, outputs: 0)
    }
}

/// Writes signals to a buffer for a client to draw.
///
/// - `signals`: what to show
/// - `scope`: the number of the scope buffer
/// - `maxFrames`: how many frames there may be
/// - `frames`: how many there are; nil for as many as there may be
///
/// Reference: SuperCollider help, "ScopeOut2".
public enum ScopeOut2 {
    /// [control] At audio rate.
    public static func ar(_ signals: [UGen], scope: UGen = 0, maxFrames: UGen = 4096, frames: UGen? = nil) {
        UGen.unit("ScopeOut2", .audio, [scope, maxFrames, frames ?? maxFrames] + signals.map(\.atAudioRate))
    }

    /// [control] At control rate.
    public static func kr(_ signals: [UGen], scope: UGen = 0, maxFrames: UGen = 4096, frames: UGen? = nil) {
        UGen.unit("ScopeOut2", .control, [scope, maxFrames, frames ?? maxFrames] + signals)
    }
}

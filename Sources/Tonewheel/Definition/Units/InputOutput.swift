/// Adds signals to buses.
///
/// - `bus`: the number of the first bus
/// - `signals`: one signal for each bus. At audio rate, constants and control-rate signals are converted.
///
/// Reference: SuperCollider help, "Out".
public enum Out {
    /// To audio buses. `[control]`
    public static func ar(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("Out", .audio, [bus] + signals.map(\.atAudioRate), outputs: 0)
    }

    /// To an audio bus. `[control]`
    public static func ar(_ bus: UGen, _ signal: UGen) {
        ar(bus, [signal])
    }

    /// To control buses. `[control]`
    public static func kr(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("Out", .control, [bus] + signals, outputs: 0)
    }

    /// To a control bus. `[control]`
    public static func kr(_ bus: UGen, _ signal: UGen) {
        kr(bus, [signal])
    }
}

/// Overwrites buses with signals.
///
/// - `bus`: the number of the first bus
/// - `signals`: one signal for each bus. At audio rate, constants and control-rate signals are converted.
///
/// Reference: SuperCollider help, "ReplaceOut".
public enum ReplaceOut {
    /// To audio buses. `[control]`
    public static func ar(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("ReplaceOut", .audio, [bus] + signals.map(\.atAudioRate), outputs: 0)
    }

    /// To an audio bus. `[control]`
    public static func ar(_ bus: UGen, _ signal: UGen) {
        ar(bus, [signal])
    }

    /// To control buses. `[control]`
    public static func kr(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("ReplaceOut", .control, [bus] + signals, outputs: 0)
    }

    /// To a control bus. `[control]`
    public static func kr(_ bus: UGen, _ signal: UGen) {
        kr(bus, [signal])
    }
}

/// Adds signals to buses, from the exact frame on for which the synth was scheduled.
///
/// - `bus`: the number of the first bus
/// - `signals`: one signal for each bus. At audio rate, constants and control-rate signals are converted.
///
/// Reference: SuperCollider help, "OffsetOut".
public enum OffsetOut {
    /// To audio buses. `[control]`
    public static func ar(_ bus: UGen, _ signals: [UGen]) {
        UGen.unit("OffsetOut", .audio, [bus] + signals.map(\.atAudioRate), outputs: 0)
    }

    /// To an audio bus. `[control]`
    public static func ar(_ bus: UGen, _ signal: UGen) {
        ar(bus, [signal])
    }
}

/// Reads buses.
///
/// - `bus`: the number of the first bus
/// - `channels`: the number of buses
///
/// Reference: SuperCollider help, "In".
public enum In {
    /// Reads an audio bus. `[control]`
    public static func ar(_ bus: UGen = 0) -> UGen {
        UGen.single("In", .audio, [bus])
    }

    /// Reads audio buses. `[control]`
    public static func ar(_ bus: UGen, channels: Int) -> [UGen] {
        UGen.unit("In", .audio, [bus], outputs: channels)
    }

    /// Reads a control bus. `[control]`
    public static func kr(_ bus: UGen = 0) -> UGen {
        UGen.single("In", .control, [bus])
    }

    /// Reads control buses. `[control]`
    public static func kr(_ bus: UGen, channels: Int) -> [UGen] {
        UGen.unit("In", .control, [bus], outputs: channels)
    }
}

/// Reads audio buses; a bus that has not been written in this block yet has the signal of the previous block.
///
/// - `bus`: the number of the first bus
/// - `channels`: the number of buses
///
/// Reference: SuperCollider help, "InFeedback".
public enum InFeedback {
    /// Reads an audio bus. `[control]`
    public static func ar(_ bus: UGen = 0) -> UGen {
        UGen.single("InFeedback", .audio, [bus])
    }

    /// Reads audio buses. `[control]`
    public static func ar(_ bus: UGen, channels: Int) -> [UGen] {
        UGen.unit("InFeedback", .audio, [bus], outputs: channels)
    }
}

/// Reads the signals that the synth's ``LocalOut`` wrote in the previous block.
///
/// - `initial`: the values of the channels in the first block
///
/// Reference: SuperCollider help, "LocalIn".
public enum LocalIn {
    /// At audio rate. `[control]`
    public static func ar(_ initial: [UGen] = [0]) -> [UGen] {
        UGen.unit("LocalIn", .audio, initial, outputs: initial.count)
    }

    /// At control rate. `[control]`
    public static func kr(_ initial: [UGen] = [0]) -> [UGen] {
        UGen.unit("LocalIn", .control, initial, outputs: initial.count)
    }
}

/// Writes the synth's local buses, which ``LocalIn`` reads. Both units must have the same number of channels.
///
/// Reference: SuperCollider help, "LocalOut".
public enum LocalOut {
    /// At audio rate. `[control]`
    public static func ar(_ signals: [UGen]) {
        UGen.unit("LocalOut", .audio, signals.map(\.atAudioRate), outputs: 0)
    }

    /// At control rate. `[control]`
    public static func kr(_ signals: [UGen]) {
        UGen.unit("LocalOut", .control, signals, outputs: 0)
    }
}

/// Writes signals to a scope buffer, for clients to display.
///
/// - `signals`: the signals
/// - `scope`: the number of the scope buffer
/// - `maxFrames`: the maximum number of frames
/// - `frames`: the number of frames; nil for the maximum
///
/// Reference: SuperCollider help, "ScopeOut2".
public enum ScopeOut2 {
    /// At audio rate. `[control]`
    public static func ar(_ signals: [UGen], scope: UGen = 0, maxFrames: UGen = 4096, frames: UGen? = nil) {
        UGen.unit("ScopeOut2", .audio, [scope, maxFrames, frames ?? maxFrames] + signals.map(\.atAudioRate))
    }

    /// At control rate. `[control]`
    public static func kr(_ signals: [UGen], scope: UGen = 0, maxFrames: UGen = 4096, frames: UGen? = nil) {
        UGen.unit("ScopeOut2", .control, [scope, maxFrames, frames ?? maxFrames] + signals)
    }
}

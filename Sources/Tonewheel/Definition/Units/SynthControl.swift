/// Frees the synth when its input rises above 0.
///
/// - `input`: the trigger
///
/// Reference: SuperCollider help, "FreeSelf".
public enum FreeSelf {
    /// At control rate. `[control]`
    @discardableResult
    public static func kr(_ input: UGen) -> UGen {
        UGen.single("FreeSelf", .control, [input])
    }
}

/// Sends `/tr` to clients when its input rises above 0.
///
/// - `input`: the trigger
/// - `id`: an identifier in the message
/// - `value`: a value in the message
///
/// Reference: SuperCollider help, "SendTrig".
public enum SendTrig {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen, id: UGen = 0, value: UGen = 0) {
        UGen.unit("SendTrig", .audio, [input.atAudioRate, id, value], outputs: 0)
    }

    /// At control rate. `[control]`
    public static func kr(_ input: UGen, id: UGen = 0, value: UGen = 0) {
        UGen.unit("SendTrig", .control, [input, id, value], outputs: 0)
    }
}

/// The duration of a block in seconds.
///
/// Reference: SuperCollider help, "ControlDur".
public enum ControlDur {
    /// Once, when the synth starts. `[control]`
    public static func ir() -> UGen {
        UGen.single("ControlDur", .scalar)
    }
}

/// The number of output buses, which are the first audio buses.
///
/// Reference: SuperCollider help, "NumOutputBuses".
public enum NumOutputBuses {
    /// Once, when the synth starts. `[control]`
    public static func ir() -> UGen {
        UGen.single("NumOutputBuses", .scalar)
    }
}

/// Converts a control-rate signal to audio rate, with linear interpolation.
///
/// - `input`: the signal
///
/// Reference: SuperCollider help, "K2A".
public enum K2A {
    /// At audio rate. `[control]`
    public static func ar(_ input: UGen) -> UGen {
        UGen.single("K2A", .audio, [input])
    }
}

/// Selects one of several signals.
///
/// - `which`: the index of the signal, from 0
/// - `signals`: the signals
///
/// Reference: SuperCollider help, "Select".
public enum Select {
    /// At audio rate. `[control]`
    public static func ar(_ which: UGen, _ signals: [UGen]) -> UGen {
        UGen.single("Select", .audio, [which] + signals.map(\.atAudioRate))
    }

    /// At control rate. `[control]`
    public static func kr(_ which: UGen, _ signals: [UGen]) -> UGen {
        UGen.single("Select", .control, [which] + signals)
    }
}

/// Sends a message to clients when its trigger rises above 0.
///
/// - `trigger`: the trigger
/// - `address`: the address of the message, such as `/tick`: at most 255 bytes
/// - `values`: values in the message
/// - `id`: an identifier in the message
///
/// Reference: SuperCollider help, "SendReply".
public enum SendReply {
    /// At audio rate. `[control]`
    public static func ar(_ trigger: UGen, _ address: String = "/reply", _ values: [UGen] = [], id: UGen = -1) {
        make(.audio, trigger.atAudioRate, address, values, id)
    }

    /// At control rate. `[control]`
    public static func kr(_ trigger: UGen, _ address: String = "/reply", _ values: [UGen] = [], id: UGen = -1) {
        make(.control, trigger, address, values, id)
    }

    /// The address is encoded in inputs: its length, followed by its characters.
    private static func make(
        _ rate: Rate, _ trigger: UGen, _ address: String, _ values: [UGen], _ id: UGen
    ) {
        let characters = address.utf8.map { UGen($0) }
        UGen.unit(
            "SendReply", rate, [trigger, id, UGen(characters.count)] + characters + values, outputs: 0)
    }
}

/// Frees the synth when its input rises above 0.
///
/// - `input`: the trigger
///
/// Reference: SuperCollider help, "FreeSelf".
public enum FreeSelf {
    /// [control] At control rate.
    @discardableResult
    public static func kr(_ input: UGen) -> UGen {
        UGen.single("FreeSelf", .control, [input])
    }
}

/// Sends `/tr` to clients when its input rises above 0.
///
/// - `input`: the trigger
/// - `id`: a number to know it by
/// - `value`: what is sent
///
/// Reference: SuperCollider help, "SendTrig".
public enum SendTrig {
    /// [control] At audio rate.
    public static func ar(_ input: UGen, id: UGen = 0, value: UGen = 0) {
        UGen.unit("SendTrig", .audio, [input.atAudioRate, id, value], outputs: 0)
    }

    /// [control] At control rate.
    public static func kr(_ input: UGen, id: UGen = 0, value: UGen = 0) {
        UGen.unit("SendTrig", .control, [input, id, value], outputs: 0)
    }
}

/// How long a block lasts, in seconds.
///
/// Reference: SuperCollider help, "ControlDur".
public enum ControlDur {
    /// [control] Once, when the synth starts.
    public static func ir() -> UGen {
        UGen.single("ControlDur", .scalar)
    }
}

/// How many of the audio buses go to the outputs.
///
/// Reference: SuperCollider help, "NumOutputBuses".
public enum NumOutputBuses {
    /// [control] Once, when the synth starts.
    public static func ir() -> UGen {
        UGen.single("NumOutputBuses", .scalar)
    }
}

/// A control-rate signal at audio rate, in straight lines.
///
/// - `input`: the signal
///
/// Reference: SuperCollider help, "K2A".
public enum K2A {
    /// [control] At audio rate.
    public static func ar(_ input: UGen) -> UGen {
        UGen.single("K2A", .audio, [input])
    }
}

/// One of several signals, by number.
///
/// - `which`: its number, from 0
/// - `signals`: what there is to choose from
///
/// Reference: SuperCollider help, "Select".
public enum Select {
    /// [control] At audio rate.
    public static func ar(_ which: UGen, _ signals: [UGen]) -> UGen {
        UGen.single("Select", .audio, [which] + signals.map(\.atAudioRate))
    }

    /// [control] At control rate.
    public static func kr(_ which: UGen, _ signals: [UGen]) -> UGen {
        UGen.single("Select", .control, [which] + signals)
    }
}

/// Sends a message to clients when its trigger rises above 0.
///
/// - `trigger`: the trigger
/// - `address`: the message's address, such as `/tick`: at most 255 bytes
/// - `values`: what is sent
/// - `id`: a number to know it by
///
/// Reference: SuperCollider help, "SendReply".
public enum SendReply {
    /// [control] At audio rate.
    public static func ar(_ trigger: UGen, _ address: String = "/reply", _ values: [UGen] = [], id: UGen = -1) {
        make(.audio, trigger.atAudioRate, address, values, id)
    }

    /// [control] At control rate.
    public static func kr(_ trigger: UGen, _ address: String = "/reply", _ values: [UGen] = [], id: UGen = -1) {
        make(.control, trigger, address, values, id)
    }

    /// The address travels as inputs: its length, then its characters.
    private static func make(
        _ rate: UGen.Rate, _ trigger: UGen, _ address: String, _ values: [UGen], _ id: UGen
    ) {
        let characters = address.utf8.map { UGen($0) }
        UGen.unit(
            "SendReply", rate, [trigger, id, UGen(characters.count)] + characters + values, outputs: 0)
    }
}

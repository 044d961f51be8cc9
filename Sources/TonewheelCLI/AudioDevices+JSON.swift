import Tonewheel

extension AudioDevices {
    /// The devices as JSON.
    var json: JSONValue {
        .object([
            "portAudio": .array(portAudio.map(\.json)),
            "portAudioError": portAudioError.map(JSONValue.string) ?? .null,
            "jack": jack?.json ?? .null,
            "jackError": jackError.map(JSONValue.string) ?? .null,
            "automatic": .object([
                "backend": .string(automatic.backend),
                "device": .string(automatic.device),
                "reason": .string(automatic.reason),
            ]),
        ])
    }
}

extension AudioDevice {
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name),
            "outputs": .integer(Int64(outputs)),
            "inputs": .integer(Int64(inputs)),
            "sampleRate": .number(sampleRate),
            "isDefaultOutput": .bool(isDefaultOutput),
            "isDefaultInput": .bool(isDefaultInput),
        ])
    }
}

extension AudioDevices.JACKServer {
    fileprivate var json: JSONValue {
        .object([
            "name": .string(name),
            "sampleRate": .number(sampleRate),
            "period": .integer(Int64(periodFrames)),
            "isRealtime": .bool(isRealtime),
            "playbackPorts": .array(playbackPorts.map(JSONValue.string)),
            "capturePorts": .array(capturePorts.map(JSONValue.string)),
        ])
    }
}

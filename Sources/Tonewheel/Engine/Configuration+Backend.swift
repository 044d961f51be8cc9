internal import TonewheelBackends
internal import TonewheelDSP
internal import TonewheelRealtime

extension AudioEngine.Configuration {
    /// Opens the backend of the configured output. `[control]`
    func makeBackend(_ format: StreamFormat) throws(EngineError) -> any Backend {
        do throws(BackendError) {
            switch output {
            case .automatic: return automaticBackend(format)
            case .portAudio(let device): return try portAudioBackend(device, format)
            case .jack(let server): return try jackBackend(server, format)
            case .null: return nullBackend(format)
            case .file(let path, let seconds):
                let frameCount = Int64(min((seconds * format.sampleRate).rounded(), 0x1p62))
                return try FileBackend(path: path, frameCount: frameCount, format: format)
            }
        } catch {
            throw .backend(error.description)
        }
    }

    /// Opens the first available output: a sound card, a JACK server or, failing both, a clock.
    private func automaticBackend(_ format: StreamFormat) -> any Backend {
        do throws(BackendError) {
            #if PortAudio && JACK
            // PortAudio lists a JACK server as its default device: use JACK directly (docs/decisions/0008).
            if try PortAudioSystem.devices().first(where: \.isDefaultOutput)?.isJACK == true {
                return try jackBackend(nil, format)
            }
            #endif
            return try portAudioBackend(nil, format)
        } catch {
            if let jack = try? jackBackend(nil, format) { return jack }
            return nullBackend(format, absence: error.description)
        }
    }

    private func nullBackend(_ format: StreamFormat, absence: String? = nil) -> any Backend {
        NullBackend(format: format, priority: realtimePriority, locksMemory: locksMemory, absence: absence)
    }

    private func portAudioBackend(_ device: String?, _ format: StreamFormat) throws(BackendError) -> any Backend {
        #if PortAudio
        let priority = realtimePriority
        let latency = internalLatency
        return try deviceBackend("portaudio", format) { format throws(BackendError) in
            #if JACK
            if PortAudioSystem.hasLostJACK {
                return try JACKDevice(server: nil, format: format, internalLatency: latency)
            }
            #endif
            return try PortAudioDevice(device: device, format: format, priority: priority)
        }
        #else
        throw BackendError(Self.portAudioUnavailable)
        #endif
    }

    private func jackBackend(_ server: String?, _ format: StreamFormat) throws(BackendError) -> any Backend {
        #if JACK
        let latency = internalLatency
        return try deviceBackend("jack", format) { format throws(BackendError) in
            try JACKDevice(server: server, format: format, internalLatency: latency)
        }
        #else
        throw BackendError(Self.jackUnavailable)
        #endif
    }

    /// Messages for builds without the trait.
    static var portAudioUnavailable: String { "This build has no PortAudio. Build it with the trait PortAudio." }
    static var jackUnavailable: String { "This build has no JACK. Build it with the trait JACK." }

    /// Returns the number of frames from input to output within the engine, for JACK's latency reports.
    private var internalLatency: @Sendable (StreamFormat) -> Int {
        let (periods, limits) = (prefillPeriods, limitsOutput)
        return { format in
            let lookAhead = limits ? OutputProtection.latencyFrames(sampleRate: format.sampleRate) : 0
            return periods * format.periodFrames + lookAhead
        }
    }

    private func deviceBackend(
        _ name: String, _ format: StreamFormat, open: @escaping DeviceBackend.Opener
    ) throws(BackendError) -> any Backend {
        try DeviceBackend(
            name: name, format: format, priority: realtimePriority, locksMemory: locksMemory, open: open)
    }
}

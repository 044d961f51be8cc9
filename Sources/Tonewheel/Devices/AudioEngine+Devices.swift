internal import TonewheelBackends
internal import TonewheelRealtime

extension AudioEngine {
    /// Returns the available audio devices. `[control]`, waits for the audio libraries
    ///
    /// The device that `Output.automatic` would choose is opened for a moment, without playing: this is the only
    /// reliable way to find out whether it is available.
    public static func devices() -> AudioDevices {
        let (portAudio, portAudioError) = portAudioDevices()
        let (jack, jackError) = jackServer()
        return AudioDevices(
            portAudio: portAudio,
            portAudioError: portAudioError,
            jack: jack,
            jackError: jackError,
            automatic: automaticOutput(portAudio)
        )
    }

    /// Returns the output that `Output.automatic` chooses, and the reason.
    private static func automaticOutput(_ portAudio: [AudioDevice]) -> AudioDevices.AutomaticOutput {
        let configuration = Configuration()
        let backend: any Backend
        do throws(EngineError) {
            backend = try configuration.makeBackend(configuration.format)
        } catch {
            return AudioDevices.AutomaticOutput(backend: "null", device: "", reason: error.description)
        }
        let reason: String
        switch backend.name {
        case "portaudio":
            reason = "It is PortAudio's default device."
        case "jack":
            let preferred = portAudio.first(where: \.isDefaultOutput)
            if let preferred, preferred.name.contains("JACK") {
                reason = "A JACK server is running, and PortAudio has no other output."
            } else if let preferred {
                reason = "A JACK server is running, and \(preferred.name) is not available."
            } else {
                reason = "A JACK server is running, and there is no sound card."
            }
        default:
            reason = backend.device?.absence ?? "There is no other output."
        }
        return AudioDevices.AutomaticOutput(
            backend: backend.name, device: backend.device?.name ?? "", reason: reason)
    }

    private static func portAudioDevices() -> (devices: [AudioDevice], absence: String?) {
        #if PortAudio
        do throws(BackendError) {
            let devices = try PortAudioSystem.devices().map {
                AudioDevice(
                    name: $0.name,
                    outputs: $0.outputs,
                    inputs: $0.inputs,
                    sampleRate: $0.sampleRate,
                    isDefaultOutput: $0.isDefaultOutput,
                    isDefaultInput: $0.isDefaultInput
                )
            }
            return (devices, devices.contains { $0.outputs > 0 } ? nil : PortAudioSystem.noDeviceMessage)
        } catch {
            return ([], error.description)
        }
        #else
        return ([], Configuration.portAudioUnavailable)
        #endif
    }

    private static func jackServer() -> (server: AudioDevices.JACKServer?, absence: String?) {
        #if JACK
        do throws(BackendError) {
            let server = try JACKSystem.server()
            return (
                AudioDevices.JACKServer(
                    name: server.name,
                    sampleRate: server.sampleRate,
                    periodFrames: server.periodFrames,
                    isRealtime: server.isRealtime,
                    playbackPorts: server.playbackPorts,
                    capturePorts: server.capturePorts
                ), nil
            )
        } catch {
            return (nil, error.description)
        }
        #else
        return (nil, Configuration.jackUnavailable)
        #endif
    }
}

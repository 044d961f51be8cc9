internal import TonewheelBackends
internal import TonewheelRealtime

extension AudioEngine {
    /// Looks for what there is to play to. `[control]`, waits for the libraries
    ///
    /// The device that an `automatic` output would choose is opened for a moment, and not played to: only so is it known
    /// whether it can be had.
    public static func devices() -> AudioDevices {
        let (portAudio, portAudioAbsence) = portAudioDevices()
        let (jack, jackAbsence) = jackServer()
        return AudioDevices(
            portAudio: portAudio,
            portAudioAbsence: portAudioAbsence,
            jack: jack,
            jackAbsence: jackAbsence,
            automatic: automaticOutput(portAudio)
        )
    }

    /// What an automatic output comes to, and why.
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
            reason = "it is PortAudio's default device"
        case "jack":
            let preferred = portAudio.first(where: \.isDefaultOutput)
            if let preferred, preferred.name.contains("JACK") {
                reason = "a JACK server answers, and PortAudio has nothing else to play to"
            } else if let preferred {
                reason = "a JACK server answers, and \(preferred.name) cannot be had"
            } else {
                reason = "a JACK server answers, and no sound card is found"
            }
        default:
            reason = backend.device?.absence ?? "nothing else is there"
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
            return (devices, devices.contains { $0.outputs > 0 } ? nil : PortAudioSystem.absence)
        } catch {
            return ([], error.description)
        }
        #else
        return ([], Configuration.portAudioIsLeftOut)
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
        return (nil, Configuration.jackIsLeftOut)
        #endif
    }
}

package import Tonewheel
import TonewheelTerminal

/// Devices as a person reads them, on 80 columns.
package struct DevicesText: CustomStringConvertible {
    package let description: String

    /// - Parameter command: the program, as the user called it.
    package init(_ devices: AudioDevices, command: String) {
        var lines: [String] = []
        func add(_ text: String, indent: Int = 0, first: String? = nil) {
            lines += TextWrap.lines(text, indent: indent, first: first)
        }

        if !devices.portAudio.isEmpty {
            add("PortAudio, for --backend portaudio --device NAME (a part of the name will do)")
            lines.append("")
            for device in devices.portAudio {
                lines.append("  \(device.name)")
                add(Self.facts(of: device), indent: 6)
            }
            lines.append("")
        }
        if let jack = devices.jack {
            add("JACK, for --backend jack")
            lines.append("")
            lines.append("  \(jack.name)")
            add(Self.facts(of: jack), indent: 6)
            add("plays to \(Self.ports(jack.playbackPorts))", indent: 6)
            add("records from \(Self.ports(jack.capturePorts))", indent: 6)
            lines.append("")
        }
        if devices.isEmpty {
            lines += ["Nothing to play to is found.", ""]
        }
        if let absence = devices.portAudioAbsence { add(absence, indent: 11, first: "PortAudio  ") }
        if let absence = devices.jackAbsence { add(absence, indent: 11, first: "JACK       ") }
        if devices.portAudioAbsence != nil || devices.jackAbsence != nil { lines.append("") }

        if devices.isEmpty {
            add("--backend auto plays to a clock. To do so, and listen to the recording:")
            lines += ["", "    \(command) run --backend null --record take.wav"]
        } else {
            add(Self.choice(devices.automatic))
        }
        description = lines.joined(separator: "\n")
    }

    private static func facts(of device: AudioDevice) -> String {
        var text = "\(device.outputs) outputs, \(device.inputs) inputs, \(device.sampleRate.formatted(0)) Hz"
        if device.isDefaultOutput { text += "; the default" }
        if device.isDefaultInput { text += "; the default to record" }
        return device.outputs == 0 ? text + "; only records" : text
    }

    private static func facts(of jack: AudioDevices.JACKServer) -> String {
        let milliseconds = (1000 * Double(jack.periodFrames) / jack.sampleRate).formatted(1)
        let text = "\(jack.sampleRate.formatted(0)) Hz, period \(jack.periodFrames) (\(milliseconds) ms)"
        return jack.isRealtime ? text : "\(text), without real-time scheduling"
    }

    private static func ports(_ names: [String]) -> String {
        names.isEmpty ? "no physical port" : names.joined(separator: ", ")
    }

    private static func choice(_ automatic: AudioDevices.AutomaticOutput) -> String {
        if automatic.backend == "null" { return "--backend auto plays to a clock: \(automatic.reason)." }
        let device = automatic.device.isEmpty ? "" : " (\(automatic.device))"
        return "--backend auto plays through \(automatic.backend)\(device): \(automatic.reason)."
    }
}

extension AudioDevices {
    /// Whether there is neither a sound card to play to nor a JACK server.
    var isEmpty: Bool { portAudioAbsence != nil && jack == nil }
}

package import Tonewheel
import TonewheelTerminal

/// The devices as text, for a terminal of 80 columns.
package struct DevicesText: CustomStringConvertible {
    package let description: String

    /// - Parameter command: The program's name as the user called it.
    package init(_ devices: AudioDevices, command: String) {
        var lines: [String] = []
        func add(_ text: String, indent: Int = 0, first: String? = nil) {
            lines += TextWrap.lines(text, indent: indent, first: first)
        }

        if !devices.portAudio.isEmpty {
            add("PortAudio, for --backend portaudio --device NAME (part of a name suffices)")
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
            lines += ["No output device was found.", ""]
        }
        if let error = devices.portAudioError { add(error, indent: 11, first: "PortAudio  ") }
        if let error = devices.jackError { add(error, indent: 11, first: "JACK       ") }
        if devices.portAudioError != nil || devices.jackError != nil { lines.append("") }

        if devices.isEmpty {
            add("--backend auto plays to a clock. To play to it and record the sound:")
            lines += ["", "    \(command) run --backend null --record take.wav"]
        } else {
            add(Self.choice(devices.automatic))
        }
        description = lines.joined(separator: "\n")
    }

    private static func facts(of device: AudioDevice) -> String {
        var text = "\(device.outputs) outputs, \(device.inputs) inputs, \(device.sampleRate.formatted(0)) Hz"
        if device.isDefaultOutput { text += "; default output" }
        if device.isDefaultInput { text += "; default input" }
        return device.outputs == 0 ? text + "; input only" : text
    }

    private static func facts(of jack: AudioDevices.JACKServer) -> String {
        let milliseconds = (1000 * Double(jack.periodFrames) / jack.sampleRate).formatted(1)
        let text = "\(jack.sampleRate.formatted(0)) Hz, period \(jack.periodFrames) (\(milliseconds) ms)"
        return jack.isRealtime ? text : "\(text), without real-time scheduling"
    }

    private static func ports(_ names: [String]) -> String {
        names.isEmpty ? "no physical ports" : names.joined(separator: ", ")
    }

    private static func choice(_ automatic: AudioDevices.AutomaticOutput) -> String {
        if automatic.backend == "null" { return "--backend auto plays to a clock. \(automatic.reason)" }
        let device = automatic.device.isEmpty ? "" : " (\(automatic.device))"
        return "--backend auto plays through \(automatic.backend)\(device). \(automatic.reason)"
    }
}

extension AudioDevices {
    /// Whether there is neither a sound card to play to nor a JACK server.
    var isEmpty: Bool { portAudioError != nil && jack == nil }
}

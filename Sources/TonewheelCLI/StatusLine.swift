import Tonewheel
import TonewheelTerminal

/// The status line that `run` updates: level, load, underruns, latency.
struct StatusLine: CustomStringConvertible {
    let status: EngineStatus

    var description: String {
        guard status.isRunning else {
            return "stopped over OSC; '\(Terminal.commandName) send /engine/start' resumes"
        }
        let time = Int(Double(status.frame) / status.sampleRate)
        let clock = "\(time / 60):\(time % 60 < 10 ? "0" : "")\(time % 60)"
        // The meter covers 60 dB. The line must fit into 80 columns.
        let meter = Terminal.bar((status.level + 60) / 60, width: 8)
        let level = status.level < -99 ? "silent" : "\(status.level.formatted(1)) dB"
        var line = "\(clock)  \(meter) \(level)  load \((100 * status.load).formatted(1)) %"
        line += "  underruns \(status.underruns)  late \(status.lateWakeUps)"
        if status.recordingError != nil { line += "  RECORDING FAILED" }
        if status.deviceLosses > 0, status.deviceError != nil { line += "  DEVICE LOST" }
        line += "  latency \((1000 * status.latency).formatted(1)) ms"
        return line
    }
}

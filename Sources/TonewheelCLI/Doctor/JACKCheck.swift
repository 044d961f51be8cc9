import Tonewheel
import TonewheelTerminal

/// The check of the JACK server: whether one answers, and gives its clients real-time priority.
package enum JACKCheck {
    package static func check(_ system: SystemView) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ result: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "jack", "JACK", verdict, result: result, impact: "JACK connects audio programs with each other.",
                steps: steps)
        }

        let database = "/dev/shm/jack_db-\(system.account.id)"
        let files = system.list(database).filter { $0.hasPrefix("__db.") }
        if files.contains(where: { system.read("\(database)/\($0)") == "" }) {
            return Finding(
                "jack", "JACK", .problem, result: "JACK's database is damaged: it contains an empty file.",
                impact: "Every program that uses JACK crashes.",
                steps: [Finding.Step("End all programs that use JACK, and remove the database:", ["rm -r \(database)"])]
            )
        }
        guard let server = system.devices.jack else {
            return finding(.ok, system.devices.jackError ?? "No JACK server answers.")
        }
        let milliseconds = (1000 * Double(server.periodFrames) / server.sampleRate).formatted(1)
        let result =
            "The server '\(server.name)' answers: \(server.sampleRate.formatted(0)) Hz, period \(server.periodFrames)"
            + " (\(milliseconds) ms)"
        if server.isRealtime { return finding(.ok, "\(result).") }
        return finding(
            .warning, "\(result), without real-time scheduling.",
            [Finding.Step("Once real-time scheduling is granted, start it with:", ["jackd -R -P 70 -d alsa"])])
    }
}

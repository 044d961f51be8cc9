import Tonewheel
import TonewheelTerminal

/// Whether a JACK server answers, and lets its clients be in time.
package enum JACKCheck {
    package static func examine(_ system: SystemView) -> Finding {
        func finding(_ verdict: Finding.Verdict, _ found: String, _ steps: [Finding.Step] = []) -> Finding {
            Finding(
                "jack", "JACK", verdict, found: found, why: "Through it programs play into one another.", steps: steps)
        }

        let database = "/dev/shm/jack_db-\(system.account.id)"
        let files = system.list(database).filter { $0.hasPrefix("__db.") }
        if files.contains(where: { system.read("\(database)/\($0)") == "" }) {
            return Finding(
                "jack", "JACK", .problem, found: "Its database is damaged: a file of it is empty.",
                why: "Each program that calls JACK would die of it.",
                steps: [Finding.Step("End all programs that use JACK, and remove it:", ["rm -r \(database)"])])
        }
        guard let server = system.devices.jack else {
            return finding(.ok, "\((system.devices.jackAbsence ?? "none answers").capitalizedFirst).")
        }
        let milliseconds = (1000 * Double(server.periodFrames) / server.sampleRate).formatted(1)
        let found =
            "The server '\(server.name)' answers: \(server.sampleRate.formatted(0)) Hz, period \(server.periodFrames)"
            + " (\(milliseconds) ms)"
        if server.isRealtime { return finding(.ok, "\(found).") }
        return finding(
            .warning, "\(found), without real-time scheduling.",
            [Finding.Step("Once real-time scheduling is granted, start it with:", ["jackd -R -P 70 -d alsa"])])
    }
}

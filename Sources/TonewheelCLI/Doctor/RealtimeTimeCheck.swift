import TonewheelTerminal

/// Whether a real-time thread is killed that does not rest, as rtkit has it.
package enum RealtimeTimeCheck {
    package static func examine(_ system: SystemView) -> Finding {
        let verdict: Finding.Verdict
        let found: String
        var steps: [Finding.Step] = []
        switch system.limits?.realtimeTime {
        case nil:
            verdict = .unknown
            found = "The system does not say."
        case .unlimited:
            verdict = .ok
            found = "A real-time thread may run for any time (RLIMIT_RTTIME)."
        case .at(let microseconds):
            verdict = .warning
            found = "RLIMIT_RTTIME is \((Double(microseconds) / 1000).shortest) ms; rtkit sets 200 ms."
            steps = [
                Finding.Step(
                    "For this shell and what it starts:", ["\(system.sudo)prlimit --pid $$ --rttime=unlimited"]),
                Finding.Step("In the unit of a systemd service, below [Service]:", ["LimitRTTIME=infinity"]),
            ]
        }
        return Finding(
            "realtime-time", "Real-time limit", verdict, found: found,
            why: "A program is killed if such a thread runs for longer without a rest.", steps: steps)
    }
}

import TonewheelTerminal

/// The check of RLIMIT_RTTIME, the time after which a real-time thread that does not sleep is killed. rtkit sets it.
package enum RealtimeTimeCheck {
    package static func check(_ system: SystemView) -> Finding {
        let verdict: Finding.Verdict
        let result: String
        var steps: [Finding.Step] = []
        switch system.limits?.realtimeTime {
        case nil:
            verdict = .unknown
            result = "The system does not report the limit."
        case .unlimited:
            verdict = .ok
            result = "The time of real-time threads is not limited (RLIMIT_RTTIME)."
        case .at(let microseconds):
            verdict = .warning
            result = "RLIMIT_RTTIME is \((Double(microseconds) / 1000).shortest) ms; rtkit sets 200 ms."
            steps = [
                Finding.Step(
                    "For this shell and its child processes:", ["\(system.sudo)prlimit --pid $$ --rttime=unlimited"]),
                Finding.Step("For a systemd service, in the section [Service] of its unit:", ["LimitRTTIME=infinity"]),
            ]
        }
        return Finding(
            "realtime-time", "Real-time limit", verdict, result: result,
            impact: "A program is killed if a real-time thread runs longer without sleeping.", steps: steps)
    }
}

import Foundation
import TonewheelRealtime

/// Whether a thread gets ahead of ordinary ones.
package enum SchedulingCheck {
    package static func examine(_ system: SystemView) -> Finding {
        let priority = RightsSteps.priority
        let limit = system.limits?.realtimePriority
        let verdict: Finding.Verdict
        var found: String
        var steps: [Finding.Step] = []
        switch system.rights.scheduling {
        case .granted:
            verdict = .ok
            found = "SCHED_FIFO \(priority) is granted"
            if let limit, !limit.allows(priority) {
                found += ", as this is \(system.account.isRoot ? "root" : "privileged") (\(text(limit)))"
            }
            found += "."
        case .refused(let errno):
            verdict = .problem
            found = "SCHED_FIFO \(priority) is refused (\(String(cString: strerror(errno))))"
            if let limit { found += "; the limit is \(text(limit))" }
            found += "." + membership(system.account)
            steps = limit?.allows(priority) == true ? controlGroup(system) : RightsSteps.steps(system)
        case .notAsked:
            verdict = .unknown
            found = "It was not tried."
        }
        return Finding(
            "scheduling", "Real-time scheduling", verdict, found: found,
            why: "Without it the sound waits for any program that is busy.", steps: steps)
    }

    private static func text(_ limit: ResourceLimits.Limit) -> String {
        switch limit {
        case .unlimited: "RLIMIT_RTPRIO unlimited"
        case .at(let value): "RLIMIT_RTPRIO \(value)"
        }
    }

    private static func membership(_ account: SystemView.Account) -> String {
        if account.isRoot { return "" }
        switch account.audio {
        case .none: return " \(account.name) is not in the group audio."
        case .fromNextLogin: return " \(account.name) is in the group audio, but not since the login."
        case .now: return " \(account.name) is in the group audio."
        }
    }

    /// The limit is no hindrance, so that it is the control group.
    private static func controlGroup(_ system: SystemView) -> [Finding.Step] {
        [
            Finding.Step(
                "The limit allows it, but not the control group (CONFIG_RT_GROUP_SCHED). Until the next boot:",
                ["\(system.sudo)sysctl -w kernel.sched_rt_runtime_us=-1"])
        ]
    }
}

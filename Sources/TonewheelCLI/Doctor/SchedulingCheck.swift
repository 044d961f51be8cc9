import Foundation
import TonewheelRealtime

/// The check of real-time scheduling: whether the engine's threads get SCHED_FIFO.
package enum SchedulingCheck {
    package static func check(_ system: SystemView) -> Finding {
        let priority = RightsSteps.priority
        let limit = system.limits?.realtimePriority
        let verdict: Finding.Verdict
        var result: String
        var steps: [Finding.Step] = []
        switch system.rights.scheduling {
        case .granted:
            verdict = .ok
            result = "SCHED_FIFO \(priority) is granted"
            if let limit, !limit.allows(priority) {
                result += " to \(system.account.isRoot ? "root" : "a privileged process") (\(text(limit)))"
            }
            result += "."
        case .refused(let errno):
            verdict = .problem
            result = "SCHED_FIFO \(priority) is refused (\(String(cString: strerror(errno))))"
            if let limit { result += "; the limit is \(text(limit))" }
            result += "." + membership(system.account)
            steps = limit?.allows(priority) == true ? controlGroupSteps(system) : RightsSteps.steps(system)
        case .notRequested:
            verdict = .unknown
            result = "It was not tested."
        }
        return Finding(
            "scheduling", "Real-time scheduling", verdict, result: result,
            impact: "Without it, any busy program can interrupt the sound.", steps: steps)
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
        case .fromNextLogin: return " \(account.name) is in the group audio, but only from the next login."
        case .now: return " \(account.name) is in the group audio."
        }
    }

    /// Returns the steps for a refusal by the control group, since the limit allows the priority.
    private static func controlGroupSteps(_ system: SystemView) -> [Finding.Step] {
        [
            Finding.Step(
                "The limit allows it, but the control group does not (CONFIG_RT_GROUP_SCHED). Until the next boot:",
                ["\(system.sudo)sysctl -w kernel.sched_rt_runtime_us=-1"])
        ]
    }
}

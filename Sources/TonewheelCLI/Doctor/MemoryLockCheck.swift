import Foundation
import TonewheelRealtime

/// Whether the memory of the program stays where it is.
package enum MemoryLockCheck {
    package static func examine(_ system: SystemView) -> Finding {
        let limit = system.limits?.lockedMemory
        let verdict: Finding.Verdict
        var found: String
        var steps: [Finding.Step] = []
        switch system.rights.memoryLock {
        case .granted:
            // Root raises its own limit.
            if let limit, limit != .unlimited, !system.account.isRoot {
                verdict = .warning
                found = "The memory can be locked, but not what is taken later (RLIMIT_MEMLOCK \(text(limit)))."
                steps = RightsSteps.steps(system)
            } else {
                verdict = .ok
                found = "All memory can be locked."
            }
        case .refused(let errno):
            verdict = .warning
            found = "The memory cannot be locked (\(String(cString: strerror(errno))))"
            if let limit { found += "; the limit is RLIMIT_MEMLOCK \(text(limit))" }
            found += "."
            steps =
                isMendedAlready(system)
                ? [Finding.Step("What mends real-time scheduling mends this too.")] : RightsSteps.steps(system)
        case .notAsked:
            verdict = .unknown
            found = "It was not tried."
        }
        return Finding(
            "memory-lock", "Memory lock", verdict, found: found,
            why: "A page that is missing stops the sound until it is there.", steps: steps)
    }

    /// Whether the check of the scheduling shows the same lines.
    private static func isMendedAlready(_ system: SystemView) -> Bool {
        guard case .refused = system.rights.scheduling else { return false }
        return system.limits?.realtimePriority?.allows(RightsSteps.priority) != true
    }

    private static func text(_ limit: ResourceLimits.Limit) -> String {
        switch limit {
        case .unlimited: "unlimited"
        case .at(let bytes) where bytes < 1 << 20: "\(bytes >> 10) KiB"
        case .at(let bytes): "\(bytes >> 20) MiB"
        }
    }
}

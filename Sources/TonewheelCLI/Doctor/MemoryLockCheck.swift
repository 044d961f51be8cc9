import Foundation
import TonewheelRealtime

/// The check of memory locking: whether the program's pages stay in memory.
package enum MemoryLockCheck {
    package static func check(_ system: SystemView) -> Finding {
        let limit = system.limits?.lockedMemory
        let verdict: Finding.Verdict
        var result: String
        var steps: [Finding.Step] = []
        switch system.rights.memoryLock {
        case .granted:
            // Root can raise its own limit.
            if let limit, limit != .unlimited, !system.account.isRoot {
                verdict = .warning
                result = "The memory can be locked, but later allocations are limited (RLIMIT_MEMLOCK \(text(limit)))."
                steps = RightsSteps.steps(system)
            } else {
                verdict = .ok
                result = "All memory can be locked."
            }
        case .refused(let errno):
            verdict = .warning
            result = "The memory cannot be locked (\(String(cString: strerror(errno))))"
            if let limit { result += "; the limit is RLIMIT_MEMLOCK \(text(limit))" }
            result += "."
            steps =
                isFixedByScheduling(system)
                ? [Finding.Step("The steps for real-time scheduling fix this too.")] : RightsSteps.steps(system)
        case .notRequested:
            verdict = .unknown
            result = "It was not tested."
        }
        return Finding(
            "memory-lock", "Memory lock", verdict, result: result,
            impact: "A page fault stops the sound until the page is loaded.", steps: steps)
    }

    /// Whether the scheduling check shows the same steps.
    private static func isFixedByScheduling(_ system: SystemView) -> Bool {
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

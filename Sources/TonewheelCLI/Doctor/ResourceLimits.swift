/// The resource limits of a process, from `/proc/self/limits`.
package struct ResourceLimits: Sendable {
    /// A soft limit.
    package enum Limit: Equatable, Sendable {
        case unlimited
        case at(UInt64)

        /// Whether the limit allows the value.
        func allows(_ value: UInt64) -> Bool {
            switch self {
            case .unlimited: true
            case .at(let limit): value <= limit
            }
        }
    }

    /// The highest SCHED_FIFO priority.
    package let realtimePriority: Limit?

    /// The largest amount of locked memory, in bytes.
    package let lockedMemory: Limit?

    /// The time for which a real-time thread may run without sleeping, in microseconds.
    package let realtimeTime: Limit?

    /// Parses the text of the file.
    package init(_ text: String) {
        func limit(_ name: String) -> Limit? {
            guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
                let soft = line.dropFirst(name.count).split(separator: " ").first
            else { return nil }
            return soft == "unlimited" ? .unlimited : UInt64(soft).map(Limit.at)
        }
        realtimePriority = limit("Max realtime priority")
        lockedMemory = limit("Max locked memory")
        realtimeTime = limit("Max realtime timeout")
    }
}

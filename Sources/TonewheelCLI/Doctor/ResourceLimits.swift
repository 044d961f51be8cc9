/// What the system lets a process have, as `/proc/self/limits` puts it.
package struct ResourceLimits: Sendable {
    /// A limit that counts, until the process raises it.
    package enum Limit: Equatable, Sendable {
        case unlimited
        case at(UInt64)

        /// Whether so much is allowed.
        func allows(_ value: UInt64) -> Bool {
            switch self {
            case .unlimited: true
            case .at(let limit): value <= limit
            }
        }
    }

    /// The highest priority of SCHED_FIFO.
    package let realtimePriority: Limit?

    /// Bytes that may be locked into memory.
    package let lockedMemory: Limit?

    /// Microseconds that a real-time thread may run without a rest.
    package let realtimeTime: Limit?

    /// Reads the text of the file.
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

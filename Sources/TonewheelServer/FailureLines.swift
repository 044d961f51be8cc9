/// Rate-limited log lines about refusals: one per cause and second, with the number of lines suppressed since the last
/// one.
package struct FailureLines {
    private struct Cause {
        var nextTime: Int64
        var suppressed = 0
    }

    private static let interval: Int64 = 1_000_000_000  // nanoseconds

    /// The number of causes that are distinguished; further causes in the same second share one entry.
    private static let capacity = 256

    private var causes: [String: Cause] = [:]

    package init() {}

    /// Returns the line for a refusal; nil if its cause has had a line less than a second ago.
    ///
    /// - Parameter now: The time on the monotonic clock, in nanoseconds.
    package mutating func line(_ text: String, at now: Int64) -> String? {
        var key = Self.cause(of: text)
        if causes[key] == nil, causes.count >= Self.capacity {
            causes = causes.filter { $0.value.nextTime > now }
            if causes.count >= Self.capacity { key = "" }
        }
        var cause = causes[key] ?? Cause(nextTime: now)
        guard now >= cause.nextTime else {
            cause.suppressed += 1
            causes[key] = cause
            return nil
        }
        let more = cause.suppressed > 0 ? " (and \(cause.suppressed) more like this)" : ""
        causes[key] = Cause(nextTime: now + Self.interval)
        return "FAILURE IN SERVER \(text)\(more)\n"
    }

    /// The text with each number replaced by `#`. Digits inside names, such as those of definitions, are kept.
    private static func cause(of text: String) -> String {
        text.split(separator: " ", omittingEmptySubsequences: false)
            .map { word in word.allSatisfy { $0.isNumber || $0 == "-" || $0 == "." } ? "#" : word }
            .joined(separator: " ")
    }
}

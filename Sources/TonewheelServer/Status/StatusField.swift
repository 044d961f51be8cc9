package import Tonewheel
package import TonewheelOSC

/// A field of the engine's status: its name, its meaning and its source.
package struct StatusField: Sendable {
    /// The kind of a value.
    package enum Kind: String, Sendable, CaseIterable {
        /// A value that rises and falls.
        case gauge

        /// A count since the start of the engine or of the server.
        case counter

        /// A value that is fixed while the engine runs, or a description of its state.
        case state
    }

    /// The name in OSC and in JSON.
    package let name: String

    package let kind: Kind

    /// The unit, such as `Hz`, `s`, `frames` or `dB`; empty for a plain number or a word.
    package let unit: String

    /// The meaning, as a phrase.
    package let meaning: String

    /// Reads the value; nil if there is none.
    package let value: @Sendable (StatusSources) -> OSCArgument?
}

/// The sources of the values.
package struct StatusSources: Sendable {
    package let status: EngineStatus

    /// The metrics of a running engine; nil if it is stopped.
    package let metrics: EngineMetrics?
    package let server: ServerCounts
    package let version: String

    package init(_ status: EngineStatus, _ metrics: EngineMetrics?, _ server: ServerCounts, version: String) {
        self.status = status
        self.metrics = metrics
        self.server = server
        self.version = version
    }
}

extension StatusField {
    private init(
        _ name: String, _ kind: Kind, _ unit: String, _ meaning: String,
        _ value: @escaping @Sendable (StatusSources) -> OSCArgument?
    ) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.meaning = meaning
        self.value = value
    }

    static func count(_ name: String, _ meaning: String, _ read: @escaping @Sendable (StatusSources) -> Int?)
        -> StatusField
    {
        StatusField(name, .counter, "", meaning) { sources in read(sources).map { .int32(Int32(clamping: $0)) } }
    }

    static func number(
        _ name: String, _ unit: String, _ meaning: String, _ read: @escaping @Sendable (StatusSources) -> Int?
    ) -> StatusField {
        StatusField(name, .gauge, unit, meaning) { sources in read(sources).map { .int32(Int32(clamping: $0)) } }
    }

    static func long(
        _ name: String, _ kind: Kind, _ unit: String, _ meaning: String,
        _ read: @escaping @Sendable (StatusSources) -> Int64?
    ) -> StatusField {
        StatusField(name, kind, unit, meaning) { sources in read(sources).map { .int64($0) } }
    }

    static func measured(
        _ name: String, _ unit: String, _ meaning: String, _ read: @escaping @Sendable (StatusSources) -> Double?
    ) -> StatusField {
        // JSON and many OSC clients cannot represent −∞.
        StatusField(name, .gauge, unit, meaning) { sources in read(sources).map { .double(max($0, -200)) } }
    }

    static func control(
        _ name: String, _ unit: String, _ meaning: String, _ read: @escaping @Sendable (StatusSources) -> Float
    ) -> StatusField {
        StatusField(name, .gauge, unit, meaning) { sources in .float32(read(sources)) }
    }

    static func text(_ name: String, _ meaning: String, _ read: @escaping @Sendable (StatusSources) -> String?)
        -> StatusField
    {
        StatusField(name, .state, "", meaning) { sources in read(sources).map { .string($0) } }
    }

    static func flag(_ name: String, _ meaning: String, _ read: @escaping @Sendable (StatusSources) -> Bool)
        -> StatusField
    {
        StatusField(name, .state, "", meaning) { sources in .bool(read(sources)) }
    }

    /// Returns four fields of a distribution: the median, two high percentiles and the maximum.
    static func percentiles(
        _ name: String, _ unit: String, _ meaning: String,
        _ read: @escaping @Sendable (EngineMetrics) -> Percentiles
    ) -> [StatusField] {
        let parts: [(String, String, @Sendable (Percentiles) -> Double)] = [
            ("P50", "median", { $0.p50 }), ("P99", "99th percentile", { $0.p99 }),
            ("P999", "99.9th percentile", { $0.p999 }), ("Max", "highest", { $0.maximum }),
        ]
        return parts.map { suffix, which, value in
            StatusField(name + suffix, .gauge, unit, "\(meaning): \(which)") { sources in
                guard let values = sources.metrics.map(read), values.count > 0 else { return nil }
                return .double(value(values))
            }
        }
    }
}

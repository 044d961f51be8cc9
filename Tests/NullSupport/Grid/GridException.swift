import Tonewheel

/// A set of cases that differ by more than −80 dB or are not compared, and the reason.
package struct GridException: Sendable, CustomStringConvertible {
    let unit: String

    /// The rate of the unit; nil for both rates.
    var rate: Rate?

    /// The operators of a unit with several; nil for all.
    var operators: [Int]?

    /// The names of inputs and of their sources; nil for all.
    var inputs: [String]?
    var sources: [String]?

    /// Whether the exception applies to the cases with several varied inputs, or with a check of the initial value.
    var isCombined = false

    /// The largest permitted difference relative to the signal, in decibels; nil if the cases are not compared.
    package let limit: Double?

    let reason: String

    init(
        _ unit: String, _ rate: Rate? = nil, operators: [Int]? = nil, _ inputs: [String]? = nil,
        _ sources: [String]? = nil, limit: Double?,
        _ reason: String
    ) {
        self.unit = unit
        self.rate = rate
        self.operators = operators
        self.inputs = inputs
        self.sources = sources
        self.limit = limit
        self.reason = reason
    }

    package func matches(_ unit: GridUnit, _ input: GridInput, _ source: GridSource) -> Bool {
        !isCombined && self.unit == unit.name && rate ?? unit.rate == unit.rate
            && operators?.contains(unit.specialIndex) ?? true
            && inputs?.contains(input.name) ?? true
            && sources?.contains(source.name) ?? true
    }

    /// Whether the exception applies to a case.
    package func covers(_ testCase: GridCase) -> Bool {
        if isCombined {
            return unit == testCase.unit.name && rate ?? testCase.unit.rate == testCase.unit.rate
                && operators?.contains(testCase.unit.specialIndex) ?? true && testCase.varied.count != 1
        }
        return testCase.varied.contains { matches(testCase.unit, testCase.unit.inputs[$0.key], $0.value) }
    }

    /// The text in the table.
    var text: String {
        let rate = rate.map { $0 == .control ? "at control rate" : "at audio rate" }
        let what = [
            operators.map { "operators \($0.map(String.init).joined(separator: ", ")):" },
            isCombined ? "several inputs together" : nil,
            inputs.map { $0.map { "`\($0)`" }.joined(separator: ", ") }, rate,
            sources.map { "from " + $0.joined(separator: ", ") },
        ].compactMap(\.self).joined(separator: " ")
        let limit = limit.map { "\(NullFigure.text($0)) dB" } ?? "not compared"
        return "\(what.isEmpty ? "" : what + ", ")\(limit): \(reason)"
    }

    package var description: String { "\(unit) \(text)" }

    /// Returns an exception for the cases with several varied inputs.
    static func combined(
        _ unit: String, at rate: Rate? = nil, operators: [Int]? = nil, limit: Double? = nil, _ reason: String
    ) -> GridException {
        var exception = GridException(unit, rate, operators: operators, limit: limit, reason)
        exception.isCombined = true
        return exception
    }
}

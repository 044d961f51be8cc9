import Tonewheel

/// Cases that differ by more than −80 dB, or are not compared, and why.
package struct GridException: Sendable, CustomStringConvertible {
    let unit: String

    /// At which rate; nil for both.
    var rate: UGen.Rate?

    /// Which operators, of units that have many; nil for all.
    var operators: [Int]?

    /// Which inputs, if they have one of these sources; nil for all.
    var inputs: [String]?
    var sources: [String]?

    /// Whether it is about cases in which several inputs are varied, or the unit is heard before the first block.
    var isCombined = false

    /// How far below the signal the difference lies at least, in decibels; nil where it is not compared.
    package let limit: Double?

    let reason: String

    init(
        _ unit: String, _ rate: UGen.Rate? = nil, operators: [Int]? = nil, _ inputs: [String]? = nil,
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

    /// Whether a case falls under it.
    package func covers(_ testCase: GridCase) -> Bool {
        if isCombined {
            return unit == testCase.unit.name && rate ?? testCase.unit.rate == testCase.unit.rate
                && operators?.contains(testCase.unit.specialIndex) ?? true && testCase.varied.count != 1
        }
        return testCase.varied.contains { matches(testCase.unit, testCase.unit.inputs[$0.key], $0.value) }
    }

    /// As the table has it.
    var text: String {
        let rate = rate.map { $0 == .control ? "at control rate" : "at audio rate" }
        let what = [
            isCombined ? "several inputs at once" : nil,
            operators.map { "operators \($0.map(String.init).joined(separator: ", ")):" },
            inputs.map { $0.map { "`\($0)`" }.joined(separator: ", ") }, rate,
            sources.map { "from " + $0.joined(separator: ", ") },
        ].compactMap(\.self).joined(separator: " ")
        let limit = limit.map { "\(NullFigure.text($0)) dB" } ?? "not compared"
        return "\(what.isEmpty ? "" : what + ", ")\(limit): \(reason)"
    }

    package var description: String { "\(unit) \(text)" }

    /// A unit whose inputs differ when several of them are varied.
    static func combined(
        _ unit: String, at rate: UGen.Rate? = nil, operators: [Int]? = nil, limit: Double? = nil, _ reason: String
    ) -> GridException {
        var exception = GridException(unit, rate, operators: operators, limit: limit, reason)
        exception.isCombined = true
        return exception
    }
}

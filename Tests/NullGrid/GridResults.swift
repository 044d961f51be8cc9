import NullSupport

/// The results of all cases.
struct GridResults {
    private var worst: [String: Double] = [:]
    private var notCompared: [String: [String: Int]] = [:]
    private var needed: Set<Int> = []
    private(set) var failures: [String] = []
    private var caseCount = 0

    mutating func add(_ testCase: GridCase, _ outcome: GridRendering.Outcome, isVerbose: Bool) {
        caseCount += 1
        let unit = testCase.unit.name
        let exception = GridException.all.firstIndex { $0.covers(testCase) }
        let limit = exception.map { GridException.all[$0].limit } ?? -80
        if isVerbose { print(testCase.name, outcome) }
        switch outcome {
        case .null(let null, let difference):
            if null > -80, let exception { needed.insert(exception) }
            guard let limit else { return }
            if null > limit { failures.append("\(testCase.name): \(NullFigure.text(null)) dB; \(difference)") }
            if exception == nil { worst[unit] = max(worst[unit] ?? -200, null) }
        case .notFinite: notCompared[unit, default: [:]]["not finite in scsynth", default: 0] += 1
        case .unstable: notCompared[unit, default: [:]]["unstable in scsynth", default: 0] += 1
        case .ended: notCompared[unit, default: [:]]["crash scsynth", default: 0] += 1
        }
    }

    /// Returns the measured difference of a unit, as text for the table.
    func figure(_ unit: String) -> String {
        let others = (notCompared[unit] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        return ([worst[unit].map(NullFigure.text) ?? "none compared"] + others).joined(separator: "; ")
    }

    func report() {
        for failure in failures { print("FAILED \(failure)") }
        for (index, exception) in GridException.all.enumerated() where !needed.contains(index) && caseCount > 3000 {
            print("not needed any more: \(exception.description)")
        }
        print("null grid: \(caseCount) cases, \(failures.count) of them beyond their limits")
    }
}

import TonewheelTerminal

/// The output of `tonewheel doctor`.
package enum DoctorReport {
    /// Returns a finding as text, for a terminal of 80 columns. Lines to be copied are not wrapped.
    package static func text(_ finding: Finding) -> String {
        let margin = 9
        var lines = [finding.verdict.rawValue.padded(to: margin) + finding.title]
        lines += TextWrap.lines(finding.result, indent: margin)
        lines += TextWrap.lines(finding.impact, indent: margin)
        for step in finding.steps {
            lines += TextWrap.lines(step.text, indent: margin)
            lines += step.lines.map { String(repeating: " ", count: margin + 2) + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// Returns a sentence that summarizes the findings.
    package static func summary(_ findings: [Finding]) -> String {
        func count(_ verdict: Finding.Verdict) -> String? {
            let number = findings.count { $0.verdict == verdict }
            return number == 0 ? nil : "\(number) \(verdict.rawValue)\(number == 1 ? "" : "s")"
        }
        switch (count(.problem), count(.warning)) {
        case (nil, nil): return "This machine is ready for real-time audio."
        case (nil, let warnings?): return "This machine is ready for real-time audio, with \(warnings)."
        case (let problems?, nil): return "This machine is not ready for real-time audio: \(problems)."
        case (let problems?, let warnings?):
            return "This machine is not ready for real-time audio: \(problems), \(warnings)."
        }
    }

    /// Returns all findings, and the measured periods, as JSON.
    static func json(_ findings: [Finding], _ search: PeriodSearch?) -> JSONValue {
        .object([
            "version": .string(TonewheelCommand.version),
            "isReady": .bool(isReady(findings)),
            "checks": .array(findings.map(json)),
            "smallestPeriod": search?.smallest.map { .integer(Int64($0.period)) } ?? .null,
            "trials": .array((search?.trials ?? []).map(json)),
        ])
    }

    /// Whether no finding is a problem.
    package static func isReady(_ findings: [Finding]) -> Bool {
        !findings.contains { $0.verdict == .problem }
    }

    private static func json(_ finding: Finding) -> JSONValue {
        .object([
            "name": .string(finding.name),
            "title": .string(finding.title),
            "verdict": .string(finding.verdict.rawValue),
            "result": .string(finding.result),
            "impact": .string(finding.impact),
            "steps": .array(
                finding.steps.map { step in
                    .object(["text": .string(step.text), "lines": .array(step.lines.map(JSONValue.string))])
                }),
        ])
    }

    private static func json(_ trial: PeriodTrial) -> JSONValue {
        .object([
            "period": .integer(Int64(trial.period)),
            "hasPassed": .bool(trial.hasPassed),
            "seconds": .number(trial.seconds),
            "lateWakeUps": .integer(Int64(trial.lateWakeUps)),
            "lateRenders": .integer(Int64(trial.lateRenders)),
        ])
    }
}

extension String {
    /// Returns the text followed by spaces, up to `width` characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

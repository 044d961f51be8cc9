/// What `tonewheel doctor` says: of one finding, and of all.
package enum DoctorReport {
    /// A finding as a person reads it, on 80 columns. What is to be copied stands on lines of its own.
    package static func text(_ finding: Finding) -> String {
        let margin = 9
        var lines = [finding.verdict.rawValue.padded(to: margin) + finding.title]
        lines += TextWrap.lines(finding.found, indent: margin)
        lines += TextWrap.lines(finding.why, indent: margin)
        for step in finding.steps {
            lines += TextWrap.lines(step.text, indent: margin)
            lines += step.lines.map { String(repeating: " ", count: margin + 2) + $0 }
        }
        return lines.joined(separator: "\n")
    }

    /// The findings' worst, in a sentence.
    package static func summary(_ findings: [Finding]) -> String {
        func count(_ verdict: Finding.Verdict) -> String? {
            let number = findings.count { $0.verdict == verdict }
            return number == 0 ? nil : "\(number) \(verdict.rawValue)\(number == 1 ? "" : "s")"
        }
        switch (count(.problem), count(.warning)) {
        case (nil, nil): return "This machine is fit for real-time sound."
        case (nil, let warnings?): return "This machine is fit for real-time sound, with \(warnings)."
        case (let problems?, nil): return "This machine is not fit for real-time sound yet: \(problems)."
        case (let problems?, let warnings?):
            return "This machine is not fit for real-time sound yet: \(problems), \(warnings)."
        }
    }

    /// All of it as a program reads it.
    static func json(_ findings: [Finding], _ search: PeriodSearch?) -> JSONValue {
        .object([
            "version": .string(TonewheelCommand.version),
            "isFit": .bool(isFit(findings)),
            "checks": .array(findings.map(json)),
            "smallestPeriod": search?.smallest.map { .integer(Int64($0.period)) } ?? .null,
            "trials": .array((search?.trials ?? []).map(json)),
        ])
    }

    /// Whether nothing is a problem.
    package static func isFit(_ findings: [Finding]) -> Bool {
        !findings.contains { $0.verdict == .problem }
    }

    private static func json(_ finding: Finding) -> JSONValue {
        .object([
            "name": .string(finding.name),
            "title": .string(finding.title),
            "verdict": .string(finding.verdict.rawValue),
            "found": .string(finding.found),
            "why": .string(finding.why),
            "steps": .array(
                finding.steps.map { step in
                    .object(["text": .string(step.text), "lines": .array(step.lines.map(JSONValue.string))])
                }),
        ])
    }

    private static func json(_ trial: PeriodTrial) -> JSONValue {
        .object([
            "period": .integer(Int64(trial.period)),
            "held": .bool(trial.hasHeld),
            "seconds": .number(trial.seconds),
            "lateWakeUps": .integer(Int64(trial.lateWakeUps)),
            "lateRenders": .integer(Int64(trial.lateRenders)),
        ])
    }
}

extension String {
    /// With spaces behind it, up to a width.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

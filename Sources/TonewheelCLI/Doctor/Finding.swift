/// What one check of `tonewheel doctor` has found.
package struct Finding: Equatable, Sendable {
    /// What a finding means for real-time sound.
    package enum Verdict: String, CaseIterable, Sendable {
        /// As it should be.
        case ok

        /// The system does not say.
        case unknown

        /// Sound may drop out for it.
        case warning

        /// Sound will drop out for it, or not be heard.
        case problem
    }

    /// Something to do about it.
    package struct Step: Equatable, Sendable {
        /// What the lines do; a sentence of its own if there are none.
        package let text: String

        /// To be copied as they are.
        package let lines: [String]

        package init(_ text: String, _ lines: [String] = []) {
            self.text = text
            self.lines = lines
        }
    }

    /// What programs know the check by.
    package let name: String

    /// What people know it by.
    package let title: String

    package let verdict: Verdict

    /// What was found, in whole sentences.
    package let found: String

    /// Why it matters, in a sentence.
    package let why: String

    package let steps: [Step]

    package init(
        _ name: String, _ title: String, _ verdict: Verdict, found: String, why: String, steps: [Step] = []
    ) {
        self.name = name
        self.title = title
        self.verdict = verdict
        self.found = found
        self.why = why
        self.steps = steps
    }
}

/// The result of one check of `tonewheel doctor`.
package struct Finding: Equatable, Sendable {
    /// The severity of a finding for real-time audio.
    package enum Verdict: String, CaseIterable, Sendable {
        case ok

        /// The system does not provide the information.
        case unknown

        /// The sound may drop out.
        case warning

        /// The sound will drop out, or cannot be heard.
        case problem
    }

    /// A step that fixes or improves the finding.
    package struct Step: Equatable, Sendable {
        /// The purpose of the lines, or a full sentence if there are none.
        package let text: String

        /// Commands or lines of a file, to be copied unchanged.
        package let lines: [String]

        package init(_ text: String, _ lines: [String] = []) {
            self.text = text
            self.lines = lines
        }
    }

    /// The identifier of the check in JSON.
    package let name: String

    /// The title of the check for users.
    package let title: String

    package let verdict: Verdict

    /// The result of the check, in full sentences.
    package let result: String

    /// The effect on the sound, in a sentence.
    package let impact: String

    package let steps: [Step]

    package init(
        _ name: String, _ title: String, _ verdict: Verdict, result: String, impact: String, steps: [Step] = []
    ) {
        self.name = name
        self.title = title
        self.verdict = verdict
        self.result = result
        self.impact = impact
        self.steps = steps
    }
}

import Foundation

/// A row of the table that `scripts/prove` prints.
package struct ProofRow {
    /// The outcome of a claim.
    package enum Verdict: String {
        case met
        /// The program did not meet the claim.
        case failed = "FAILED"
        /// The host took the processors away for longer than the claim tolerates, three times in a row.
        case prevented = "host"
        /// A figure without a target.
        case reported
    }

    private let fields: [String]

    /// - Parameter disturbance: The longest time within half a second for which the host took a processor away.
    package init(id: String, claim: String, figure: String, disturbance: Duration, verdict: Verdict) {
        let milliseconds = Int((disturbance / .milliseconds(1)).rounded())
        fields = [verdict.rawValue, id, claim, figure.isEmpty ? "–" : figure, "\(milliseconds) ms"]
    }

    /// Appends the row, with its fields separated by tabs, to the file that the environment variable `TONEWHEEL_PROOFS`
    /// names. Prints it if the variable is not set.
    package func append() throws {
        let line = fields.map { $0.replacing("\t", with: " ") }.joined(separator: "\t") + "\n"
        guard let path = ProcessInfo.processInfo.environment["TONEWHEEL_PROOFS"] else {
            print(line, terminator: "")
            return
        }
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(line.utf8))
        try file.close()
    }
}

import Foundation

/// A row of the table that `scripts/prove` prints.
package struct ProofRow {
    /// What became of a claim.
    package enum Verdict: String {
        case met
        /// The program fell short.
        case failed = "FAILED"
        /// The host took the processors away for longer than the claim bears, three times in a row.
        case prevented = "host"
        /// A figure that nothing is promised about.
        case reported
    }

    private let fields: [String]

    /// - Parameter disturbance: the longest time in half a second for which a processor was away.
    package init(id: String, claim: String, figure: String, disturbance: Duration, verdict: Verdict) {
        let milliseconds = Int((disturbance / .milliseconds(1)).rounded())
        fields = [verdict.rawValue, id, claim, figure.isEmpty ? "–" : figure, "\(milliseconds) ms"]
    }

    /// Appends the row, its fields separated by tabs, to the file that the environment variable `TONEWHEEL_PROOFS` names, or
    /// prints it where there is none.
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

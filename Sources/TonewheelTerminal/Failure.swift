package import ArgumentParser
internal import Foundation

/// The exit codes of failures, so that scripts can distinguish them.
package enum FailureCode: Int32 {
    case failed = 1
    case portBusy = 3
    case noEngine = 4
    case interrupted = 130
}

/// Prints the reason to standard error, and returns the error that ends the command with the exit code.
///
/// A terminal gets lines of 80 columns; a file or a pipe gets one line.
package func fail(_ reason: String, _ code: FailureCode = .failed) -> ExitCode {
    var lines = "Error: \(reason)".split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if isatty(STDERR_FILENO) == 1 {
        lines = lines.flatMap { line in
            let text = line.hasPrefix("Error: ") ? line.dropFirst(7) : line[...]
            return TextWrap.lines(String(text), indent: 7, first: line.hasPrefix("Error: ") ? "Error: " : nil)
        }
    }
    FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    return ExitCode(code.rawValue)
}

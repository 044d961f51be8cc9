package import ArgumentParser
internal import Foundation

/// The exit codes of failures, so that scripts can distinguish them.
package enum FailureCode: Int32 {
    case failed = 1
    case portBusy = 3
    case noEngine = 4
    case interrupted = 130
}

/// Prints the reason to standard error, as one line, and returns the error that ends the command with the exit code.
package func fail(_ reason: String, _ code: FailureCode = .failed) -> ExitCode {
    FileHandle.standardError.write(Data("Error: \(reason)\n".utf8))
    return ExitCode(code.rawValue)
}

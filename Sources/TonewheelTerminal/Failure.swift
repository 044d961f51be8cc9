package import ArgumentParser
internal import Foundation

/// Exit codes besides 0, for scripts to tell failures apart.
package enum FailureCode: Int32 {
    case failed = 1
    case portBusy = 3
    case noEngine = 4
    case interrupted = 130
}

/// Ends the command: says why on standard error, in a line, and exits with the code.
package func fail(_ reason: String, _ code: FailureCode = .failed) -> ExitCode {
    FileHandle.standardError.write(Data("Error: \(reason)\n".utf8))
    return ExitCode(code.rawValue)
}

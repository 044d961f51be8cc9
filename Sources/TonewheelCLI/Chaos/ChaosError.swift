import ArgumentParser
import TonewheelTerminal

/// An engine cannot be harmed, or was harmed for good.
struct ChaosError: Error {
    let reason: String
    let code: FailureCode

    init(_ reason: String, _ code: FailureCode = .failed) {
        self.reason = reason
        self.code = code
    }

    /// Ends the command with it.
    var exit: ExitCode { fail(reason, code) }
}

import ArgumentParser
import TonewheelTerminal

/// A fault could not be injected, or the engine did not recover from it.
struct ChaosError: Error {
    let reason: String
    let code: FailureCode

    init(_ reason: String, _ code: FailureCode = .failed) {
        self.reason = reason
        self.code = code
    }

    /// Prints the reason, and returns the error that ends the command.
    var exit: ExitCode { fail(reason, code) }
}

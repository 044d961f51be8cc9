import ArgumentParser
import TonewheelServer
import TonewheelTerminal

/// Prints a server's error to standard error, and returns the error that ends the command with its exit code.
func fail(_ error: ServerError) -> ExitCode {
    if case .portBusy = error { return fail(error.description, .portBusy) }
    return fail(error.description)
}

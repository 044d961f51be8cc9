import ArgumentParser
import TonewheelServer
import TonewheelTerminal

/// Ends the command: says why on standard error, with the exit code that a server's error stands for.
func fail(_ error: ServerError) -> ExitCode {
    if case .portBusy = error { return fail(error.description, .portBusy) }
    return fail(error.description)
}

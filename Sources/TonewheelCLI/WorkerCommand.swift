import ArgumentParser
import Tonewheel
import TonewheelTerminal

/// `tonewheel worker`: the process that renders for an engine with `--isolation worker`. Not for users.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Render for the engine that has started this process.",
        shouldDisplay: false
    )

    func run() throws {
        throw Self.render()
    }

    /// Renders until the engine ends this process. Returns only on failure, with the exit code.
    static func render() -> ExitCode {
        do throws(EngineError) {
            try AudioEngine.runWorker()
        } catch {
            return fail(error.description)
        }
    }
}

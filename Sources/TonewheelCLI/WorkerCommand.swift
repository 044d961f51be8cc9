import ArgumentParser
import Tonewheel
import TonewheelTerminal

/// `tonewheel worker`: what an engine with `--isolation worker` runs to render its sound. Not for people.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: "Render for an engine that has started this process.",
        shouldDisplay: false
    )

    func run() throws {
        throw Self.render()
    }

    /// Renders, and ends the process when the engine wants no more; returns with what it is to end otherwise.
    static func render() -> ExitCode {
        do throws(EngineError) {
            try AudioEngine.runWorker()
        } catch {
            return fail(error.description)
        }
    }
}

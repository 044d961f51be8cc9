import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench workers`: the figures of the acceptance tests of worker processes.
struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers",
        abstract: "Measure worker processes: start, dispatch, audio transfer and throughput.",
        discussion: """
            Each figure is listed with the claim of the reference system (in Python), its times when it was measured \
            again, the target, and the floor of the machine: the same task without our code, measured in the same \
            run. Takes about two minutes, on Linux only. Times in JSON are in microseconds.

            EXAMPLES:
              scripts/bench workers
              scripts/bench workers --only PROC-02
              scripts/bench workers --json | jq '.rows[] | select(.ratio) | {what, ratio}'
            """
    )

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("Only the figures of one test, such as PROC-01.", valueName: "id"))
    var only: String?

    func validate() throws {
        guard let only, !WorkerBench.ids.contains(only) else { return }
        throw ValidationError("--only must be one of \(WorkerBench.ids.joined(separator: ", ")).")
    }

    func run() async throws {
        let result = try await options.measure { [only] effort, progress throws(BenchError) in
            try await WorkerBench.run(effort, only: only, progress: progress)
        }
        Terminal.print(options.json ? result.jsonText : FigureText(result).description)
    }
}

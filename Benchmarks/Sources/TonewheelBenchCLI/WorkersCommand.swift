import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench workers`: the figures of the acceptance tests that are about worker processes.
struct WorkersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workers",
        abstract: "Measure worker processes: how they are started, told, heard, and what two of them render.",
        discussion: """
            Beside each figure stand what the reference system (in Python) claims and what it needed when it was measured \
            again, the target, and the machine's floor: the same with nothing of ours in between, measured in the same run. \
            Takes about two minutes, on Linux; JSON has its times in microseconds.

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
        throw ValidationError("there are figures of \(WorkerBench.ids.joined(separator: ", ")) only")
    }

    func run() async throws {
        let result = try await options.measure { [only] effort, progress throws(BenchError) in
            try await WorkerBench.run(effort, only: only, progress: progress)
        }
        Terminal.print(options.json ? result.jsonText : FigureText(result).description)
    }
}

import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench core`: the figures of the acceptance tests.
struct CoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "core",
        abstract: "Measure latencies: OSC, rings, wake-ups, from a message to the sound.",
        discussion: """
            Each figure is listed with the claim of the reference system (in Python), its times when it was measured \
            again, the target, and the floor of the machine: the same task without our code, measured in the same \
            run. Takes about a minute. Times in JSON are in microseconds.

            EXAMPLES:
              scripts/bench core
              scripts/bench core --only IPC-01
              scripts/bench core --json | jq '.rows[] | select(.isMet == false)'
            """
    )

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("Only the figures of one test, such as IPC-01.", valueName: "id"))
    var only: String?

    func validate() throws {
        guard let only, !CoreBench.ids.contains(only) else { return }
        throw ValidationError("--only must be one of \(CoreBench.ids.joined(separator: ", ")).")
    }

    func run() async throws {
        let result = try await options.measure { [only] effort, progress throws(BenchError) in
            try await CoreBench.run(effort, only: only, progress: progress)
        }
        Terminal.print(options.json ? result.jsonText : FigureText(result).description)
    }
}

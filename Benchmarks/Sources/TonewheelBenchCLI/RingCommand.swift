import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench ring`: compares the queue between threads with the same one in C11.
struct RingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring",
        abstract: "Compare the queue between threads with the same one in C11.",
        discussion: """
            Two threads pass items from one to the other, and the two queues take turns. The ratio is the median of \
            the rounds' ratios.

            EXAMPLES:
              scripts/bench ring
              scripts/bench ring --json | jq '.rows[].ratio'
            """
    )

    @OptionGroup var options: BenchOptions

    func run() async throws {
        let result = try await options.measure { effort, progress throws(BenchError) in
            try RingBench.run(effort, progress: progress)
        }
        if options.json {
            Terminal.print(result.jsonText)
            return
        }
        var table = TextTable(["million items/s", "ours", "best", "C11", "best", "ratio", "target"])
        for row in result.rows {
            let paces = [row.ours.median, row.ours.best, row.reference.median, row.reference.best]
            table.add(
                [row.what] + paces.map { $0.formatted($0 < 100 ? 2 : 0) }
                    + [row.ratio.formatted(2), "\(row.target.formatted(2)) \(row.isMet ? "met" : "missed")"])
        }
        Terminal.print("\(table)")
        let processors = result.processors.map { "\($0)" }.joined(separator: " and ")
        Terminal.print("")
        Terminal.print(
            "\(result.rounds) rounds of each in turns; medians; threads "
                + (result.processors.isEmpty ? "not pinned." : "pinned to processors \(processors)."))
    }
}

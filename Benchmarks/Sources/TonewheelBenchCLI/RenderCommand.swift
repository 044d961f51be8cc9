import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench render`: measures the processor time of voices, and compares it with scsynth.
struct RenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Measure the processor time of voices.",
        discussion: """
            Renders many voices of several kinds without a device, and reports the nanoseconds per voice and frame. \
            With --against, tonewheel-scsynth and the other program also render the same voices from a score to a \
            file, in turns, and the ratio of processor times is reported.

            EXAMPLES:
              scripts/bench render
              scripts/bench render --against scsynth
              scripts/bench render --json | jq '.rows[] | {what, ns: .nanoseconds.least}'
            """
    )

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("A server that renders scores with the options of scsynth.", valueName: "program"))
    var against: String?

    func run() async throws {
        let result = try await options.measure { [against] effort, progress throws(BenchError) in
            try GraphBench.run(effort, against: against, progress: progress)
        }
        if options.json {
            Terminal.print(result.jsonText)
            return
        }
        var table = TextTable(["ns per voice and frame", "voices", "least", "median"])
        for row in result.rows {
            table.add(
                [row.what, "\(row.voices)", row.nanoseconds.least.formatted(3), row.nanoseconds.median.formatted(3)])
        }
        Terminal.print("\(table)\n\n\(result.rounds) rounds of each in turns; blocks of \(result.blockFrames) frames.")
        guard let against, !result.races.isEmpty else { return }
        var races = TextTable(
            [
                "ms for \(result.races[0].seconds.formatted(2)) s", "ours", "median", against, "median", "ratio",
                "best", "",
            ])
        for race in result.races {
            let times = [race.ours.least, race.ours.median, race.theirs.least, race.theirs.median]
            let target = race.ratio.atMost.map {
                "at most \($0.formatted(2)): \(race.isMet == true ? "met" : "missed")"
            }
            races.add(
                ["\(race.voices) \(race.what)"] + times.map { $0.formatted(0) }
                    + [race.ratio.median.formatted(2), race.ratio.best.formatted(2), target ?? ""])
        }
        Terminal.print(
            "\n\(races)\n\nProcessor times of both programs in turns. The ratio is the median of the rounds' ratios.")
    }
}

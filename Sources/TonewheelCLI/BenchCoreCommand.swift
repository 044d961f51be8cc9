import ArgumentParser
import TonewheelBench

/// `tonewheel bench core`: the figures of the acceptance tests.
struct BenchCoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "core",
        abstract: "Measure latencies: OSC, rings, wake-ups, the way from a message to the sound.",
        discussion: """
            Beside each figure stand what the reference system (in Python) claims and what it needed when it was measured \
            again, the target, and the machine's floor: the same with nothing of ours in between, measured in the same run. \
            Takes about a minute; JSON has its times in microseconds.

            EXAMPLES:
              tonewheel bench core
              tonewheel bench core --only IPC-01
              tonewheel bench core --json | jq '.rows[] | select(.isMet == false)'
            """
    )

    @OptionGroup var options: BenchOptions

    @Option(help: ArgumentHelp("Only the figures of one test, such as IPC-01.", valueName: "id"))
    var only: String?

    func validate() throws {
        guard let only, !CoreBench.ids.contains(only) else { return }
        throw ValidationError("there are figures of \(CoreBench.ids.joined(separator: ", ")) only")
    }

    func run() async throws {
        let result = try await options.measure { [only] effort, progress throws(BenchError) in
            try await CoreBench.run(effort, only: only, progress: progress)
        }
        if options.json {
            Terminal.print(result.jsonText)
            return
        }
        var table = TextTable(["", "claimed", "re-measured", "target", "ours", "p99", "max", "floor", "p99", ""])
        for row in result.rows {
            var cells = ["\(row.id)  \(row.what)", row.claimed ?? ""]
            cells.append(text(row.remeasured))
            if let lost = row.lost, let sent = row.sent {
                cells += ["0 lost", "\(lost) lost", "", "of \(sent)", "", ""]
            } else {
                cells += [text(row.target), text(row.ours?.p50), text(row.ours?.p99), text(row.ours?.max)]
                cells += [text(row.floor?.p50), text(row.floor?.p99)]
            }
            cells.append(row.isMet.map { $0 ? "met" : "missed" } ?? "")
            table.add(cells)
        }
        Terminal.print("\(table)")
        Terminal.print("")
        Terminal.print(
            "Medians and 99th percentiles, as p50 / p99 where both stand in a cell. Render threads: \(result.scheduling)."
        )
        for row in result.rows {
            if let p50 = row.periods?.p50, let p99 = row.periods?.p99 {
                Terminal.print("\(row.what): \(p50.formatted(2)) / \(p99.formatted(2)) periods.")
            }
        }
    }

    private func text(_ times: Times?) -> String {
        guard let times else { return "" }
        return times.p99 == nil ? text(times.p50) : "\(times.p50 == nil ? "–" : text(times.p50)) / \(text(times.p99))"
    }

    private func text(_ microseconds: Double?) -> String {
        guard let microseconds else { return "" }
        if microseconds >= 1000 { return "\((microseconds / 1000).formatted(2)) ms" }
        return "\(microseconds.formatted(microseconds < 10 ? 2 : 0)) µs"
    }
}

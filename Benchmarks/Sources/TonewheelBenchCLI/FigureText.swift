import TonewheelBench
import TonewheelTerminal

/// The figures of the acceptance tests as text.
struct FigureText: CustomStringConvertible {
    private let result: CoreResult

    init(_ result: CoreResult) {
        self.result = result
    }

    var description: String {
        var table = TextTable(["", "claimed", "re-measured", "target", "ours", "p99", "max", "floor", "p99", ""])
        for row in result.rows where row.memory == nil { table.add(cells(row)) }
        var text = "\(table)\n\nMedians and 99th percentiles. A cell with both is p50 / p99."
        text += " Render threads: \(result.scheduling)."
        for row in result.rows {
            if let p50 = row.periods?.p50, let p99 = row.periods?.p99 {
                text += "\n\(row.what): \(p50.formatted(2)) / \(p99.formatted(2)) periods."
            }
            if let ratio = row.ratio {
                let target =
                    ratio.atLeast.map { ", at least \($0.formatted(2))" }
                    ?? ratio.atMost.map { ", at most \($0.formatted(2))" }
                text += "\n\(row.what): \(ratio.median.formatted(2)) times (median), \(ratio.best.formatted(2)) (best)"
                text += "\(target ?? "")."
            }
            for memory in row.memory ?? [] {
                text += "\n\(row.what), \(memory.process): \(megabytes(memory.resident)) MB resident,"
                text += " \(megabytes(memory.proportional)) MB proportional, \(megabytes(memory.locked)) MB locked."
            }
        }
        return text
    }

    private func cells(_ row: CoreResult.Row) -> [String] {
        var cells = ["\(row.id)  \(row.what)", row.claimed ?? "", text(row.remeasured)]
        if let lost = row.lost, let sent = row.sent {
            cells += ["0 lost", "\(lost) lost", "", "of \(sent)", "", ""]
        } else if let grown = row.grownKilobytes {
            cells += ["0 kB", "\(grown) kB", "", "", "", ""]
        } else {
            cells += [text(row.target), text(row.ours?.p50), text(row.ours?.p99), text(row.ours?.max)]
            cells += [text(row.floor?.p50), text(row.floor?.p99)]
        }
        return cells + [row.isMet.map { $0 ? "met" : "missed" } ?? ""]
    }

    private func megabytes(_ kilobytes: Int) -> String { (Double(kilobytes) / 1024).formatted(1) }

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

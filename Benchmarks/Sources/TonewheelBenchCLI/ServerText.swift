import TonewheelBench
import TonewheelTerminal

/// The result of the server benchmark as text.
struct ServerText: CustomStringConvertible {
    private let result: ServerResult

    init(_ result: ServerResult) {
        self.result = result
    }

    var description: String {
        let ratios = result.ratios
        var table = TextTable([""] + result.servers.map(\.name) + (ratios == nil ? [""] : ["ratio", ""]))
        func add(_ what: String, _ ratio: Ratio?, target: String = "", _ text: (ServerResult.Server) -> String) {
            let last = ratios == nil ? [target] : [ratio.map { $0.median.formatted(2) } ?? "", target]
            table.add([what] + result.servers.map(text) + last)
        }
        let sync = (result.target.syncP50 / 1000).formatted(2)
        add("/sync to the reply, ms", ratios?.sync, target: "p50 at most \(sync)") { milliseconds($0.sync) }
        add("/status to the reply, ms", ratios?.status) { milliseconds($0.status) }
        add("/n_set to the first changed sample, frames", ratios?.set) { cell($0.setFrames, 1, 0) }
        add("the same, ms", nil) { milliseconds($0.set) }
        let synths = "at least \(result.target.synthsPerSecond)"
        add("/s_new per second, without loss", ratios?.synthsPerSecond, target: synths) { "\($0.synthsPerSecond)" }
        add("periods that JACK lost (in bursts)", nil) { "\($0.xruns) (\($0.xrunsInBursts))" }
        var text = "\(table)\n\nMedians and 99th percentiles, as p50 / p99; \(result.rounds) rounds of each"
        if ratios != nil { text += " in turns; a ratio is the median of the rounds' ratios" }
        text += "; JACK: \(Int(result.sampleRate)) Hz, periods of \(result.periodFrames) frames"
        text += result.isRealTime ? "." : ", without real-time scheduling."
        if result.servers.contains(where: \.isLimitedByClient) {
            text += " The client could not start synths faster, so the servers may reach higher rates."
        }
        return text
    }

    private func milliseconds(_ times: Times) -> String { cell(times, 1000, 2) }

    private func cell(_ times: Times, _ unit: Double, _ digits: Int) -> String {
        guard let p50 = times.p50, let p99 = times.p99 else { return "" }
        return "\((p50 / unit).formatted(digits)) / \((p99 / unit).formatted(digits))"
    }
}

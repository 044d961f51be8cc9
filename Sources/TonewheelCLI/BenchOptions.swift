import ArgumentParser
import TonewheelBench

/// Options of every benchmark.
struct BenchOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(help: "Take a tenth of the samples or fewer, to see that it works.")
    var quick = false

    var effort: BenchEffort { quick ? .quick : .full }

    /// Says what is being measured, on a line that the result replaces.
    func progress(_ what: String) {
        if Terminal.isInteractive { Terminal.replaceLine("measuring: \(what)") }
    }

    /// Runs a benchmark, and takes the line away again.
    func measure<Result>(_ body: (BenchEffort, (String) -> Void) throws(BenchError) -> Result) throws -> Result {
        defer {
            if Terminal.isInteractive { Terminal.replaceLine("") }
        }
        do throws(BenchError) {
            return try body(effort, progress)
        } catch {
            throw fail(error.description)
        }
    }
}

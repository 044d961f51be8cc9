import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// Options of every benchmark.
struct BenchOptions: ParsableArguments {
    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(help: "Take a tenth of the samples or fewer, to see that it works.")
    var quick = false

    /// Runs a benchmark, and says meanwhile what is being measured, on a line that the result replaces.
    func measure<Result>(
        _ body: (BenchEffort, @escaping (String) -> Void) async throws(BenchError) -> Result
    ) async throws -> Result {
        defer {
            if Terminal.isInteractive { Terminal.replaceLine("") }
        }
        do throws(BenchError) {
            return try await body(quick ? .quick : .full) { what in
                if Terminal.isInteractive { Terminal.replaceLine("measuring: \(what)") }
            }
        } catch {
            throw fail(error.description)
        }
    }
}

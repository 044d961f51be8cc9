import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// The options of every benchmark.
struct BenchOptions: ParsableArguments {
    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Take at most a tenth of the samples, to check that the benchmark works.")
    var quick = false

    /// Runs a benchmark, and shows its progress on a line that the result replaces.
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

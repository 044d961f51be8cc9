import ArgumentParser
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench client`: the part of a benchmark that runs in another process. For internal use only.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Run the part of a benchmark in another process.",
        shouldDisplay: false
    )

    @Argument var role: BenchClient.Role
    @Option var port = 0
    @Option var count = 0
    @Option var least: Int64 = 0
    @Option var most: Int64 = 0
    @Option var memory = ""
    @Option var first = 0

    func validate() throws {
        guard least >= 0, least <= most, count >= 0, first >= 0 else {
            throw ValidationError("--least must be 0 … --most.")
        }
    }

    func run() async throws {
        var client = BenchClient(role)
        client.port = port
        client.count = count
        client.pause = least...most
        client.memory = memory
        client.first = first
        do throws(BenchError) {
            Terminal.print(try client.run().map { "\($0)" }.joined(separator: "\n"))
        } catch {
            throw fail(error.description)
        }
    }
}

extension BenchClient.Role: ExpressibleByArgument {}

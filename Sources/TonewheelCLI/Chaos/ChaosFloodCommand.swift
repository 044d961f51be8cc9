import ArgumentParser
import TonewheelServer
import TonewheelTerminal

/// `tonewheel chaos flood`: sends an engine more than anybody would.
struct ChaosFloodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flood",
        abstract: "Send an engine up to 100,000 random packets a second.",
        discussion: """
            Half of them change the sound at random, a quarter is refused, and the rest is no OSC. Meanwhile the engine must \
            answer and play on; in the end it gets back the parameters that it had. It needs no workers.

            EXAMPLES:
              tonewheel chaos flood --seed 1
              tonewheel chaos flood --seconds 60 --rate 20000 --json
            """
    )

    @OptionGroup var options: ChaosOptions

    @Option(parsing: .unconditional, help: "Packets in a second, 1 to 100000, as far as the machine can.")
    var rate = 100_000

    func validate() throws {
        guard (1...100_000).contains(rate) else { throw ValidationError("--rate is 1 to 100000") }
        guard options.client.host != "::1" else { throw ValidationError("a flood goes to 127.0.0.1: leave out --host") }
    }

    func run() async throws {
        do {
            let result = try await ChaosFlood(options, rate: rate).run()
            Terminal.print(options.json ? result.jsonText : result.text)
            if result.failure != nil { throw ExitCode(FailureCode.failed.rawValue) }
        } catch let error as ChaosError {
            throw error.exit
        } catch let error as ServerError {
            throw fail(error)
        }
    }
}

import ArgumentParser
import TonewheelServer
import TonewheelTerminal

/// `tonewheel chaos flood`: sends packets to an engine at an extreme rate.
struct ChaosFloodCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flood",
        abstract: "Send an engine up to 100,000 random packets a second.",
        discussion: """
            Half of them change the sound at random, a quarter is invalid and refused, and the rest is not OSC. \
            Meanwhile the engine must keep replying and playing. Its parameters are restored at the end. It needs no \
            workers.

            EXAMPLES:
              tonewheel chaos flood --seed 1
              tonewheel chaos flood --seconds 60 --rate 20000 --json
            """
    )

    @OptionGroup var options: ChaosOptions

    @Option(parsing: .unconditional, help: "The number of packets per second, 1 to 100000.")
    var rate = 100_000

    func validate() throws {
        guard (1...100_000).contains(rate) else { throw ValidationError("--rate must be 1 to 100000.") }
        guard options.client.host != "::1" else { throw ValidationError("A flood goes to 127.0.0.1. Omit --host.") }
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

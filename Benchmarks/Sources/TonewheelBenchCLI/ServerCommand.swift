import ArgumentParser
import Foundation
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench server`: measures the synthesis server from a client.
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Measure the synthesis server from a client, and compare it with scsynth.",
        discussion: """
            Starts a JACK server without a sound card (48 kHz, periods of 64 frames) and `tonewheel-scsynth` from the \
            folder of this program, and ends both. With --against scsynth, that server is measured as well, in turns. \
            On a busy machine, the ratios are more meaningful than the times.

            JSON contains for each of `servers`: `sync` and `status`, microseconds until the reply; `set` and \
            `setFrames`, from an /n_set to the first sample that it changes at another JACK client, in microseconds \
            and in frames; `synthsPerSecond`, the highest rate of /s_new at which no /n_go and no /n_end is lost, and \
            its `bursts`; `isLimitedByClient`, if this program could not send faster, as on a busy machine; `xruns` \
            and `xrunsInBursts`, periods that JACK lost for any reason. `ratios` compares our server with the other \
            one. Takes about half a minute for each server.

            EXAMPLES:
              scripts/bench server
              scripts/bench server --against scsynth
              scripts/bench server --against scsynth --json | jq .ratios
            """
    )

    /// A server to compare with.
    enum Other: String, CaseIterable, ExpressibleByArgument {
        case scsynth
    }

    @OptionGroup var options: BenchOptions

    @Option(help: "Measure this server as well.")
    var against: Other?

    func run() async throws {
        PrivateSharedMemory.enter()
        let interrupts = Interrupts {
            BenchProcesses.end()
            Foundation.exit(FailureCode.interrupted.rawValue)
        }
        defer { withExtendedLifetime(interrupts) {} }
        let result = try await options.measure { [against] effort, progress throws(BenchError) in
            try ServerBench.run(effort, againstScsynth: against == .scsynth, progress: progress)
        }
        Terminal.print(options.json ? result.jsonText : ServerText(result).description)
    }
}

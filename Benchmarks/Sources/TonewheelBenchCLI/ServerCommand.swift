import ArgumentParser
import Foundation
import TonewheelBench
import TonewheelTerminal

/// `tonewheel-bench server`: the synthesis server as its clients see it.
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Measure the synthesis server as its clients see it, and scsynth beside it.",
        discussion: """
            Starts a JACK server without a sound card (48 kHz, periods of 64) and `tonewheel-scsynth`, which lies \
            beside this program, and ends both. With --against scsynth that server is measured as well: they take turns, \
            and where the machine has other things to do, the ratios of their turns are what to look at.

            JSON has for each of `servers`: `sync` and `status`, microseconds to the answer; `set` and `setFrames`, the \
            way from an /n_set to the first sample that it changes at another client of JACK's, in microseconds and in \
            frames; `synthsPerSecond`, the highest rate of /s_new at which no /n_go and no /n_end is lost, and its \
            `bursts`; `isLimitedByClient`, if this program could not send faster, as on a busy machine; `xruns` and `xrunsInBursts`, periods that JACK lost, whoever is to blame. `ratios` has ours against \
            the other. Takes about half a minute for each server.

            EXAMPLES:
              scripts/bench server
              scripts/bench server --against scsynth
              scripts/bench server --against scsynth --json | jq .ratios
            """
    )

    /// What ours is measured against.
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

import ArgumentParser
import Foundation

/// `tonewheel chaos stop`: suspends the active worker.
struct ChaosStopCommand: ChaosFaultCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Suspend the active worker, as a debugger does.",
        discussion: """
            Sends SIGSTOP. The worker does not end, but renders no more until the engine replaces it.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos stop --seed 1
              tonewheel chaos stop --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var intervals: ChaosIntervals

    var replaces: Bool { true }

    func inject(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        target.signal(SIGSTOP) ? "SIGSTOP" : nil
    }
}

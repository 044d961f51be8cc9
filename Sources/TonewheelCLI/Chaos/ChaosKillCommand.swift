import ArgumentParser
import Foundation

/// `tonewheel chaos kill`: kills the active worker.
struct ChaosKillCommand: ChaosFaultCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kill the active worker.",
        discussion: """
            Sends SIGKILL, as the system does when memory runs out. A spare replaces the worker.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos kill --seed 1
              tonewheel chaos kill --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var intervals: ChaosIntervals

    var replaces: Bool { true }

    func inject(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        target.signal(SIGKILL) ? "SIGKILL" : nil
    }
}

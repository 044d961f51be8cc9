import ArgumentParser
import Foundation

/// `tonewheel chaos kill`: ends the worker that is heard, at once.
struct ChaosKillCommand: ChaosStrikeCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill",
        abstract: "Kill the worker that is heard.",
        discussion: """
            Sends SIGKILL, as the system does when memory runs out. A spare takes its place.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos kill --seed 1
              tonewheel chaos kill --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var pauses: ChaosPauses

    var replaces: Bool { true }

    func strike(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        target.signal(SIGKILL) ? "SIGKILL" : nil
    }
}

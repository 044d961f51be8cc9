import ArgumentParser
import Foundation

/// `tonewheel chaos delay`: holds up the worker that is heard.
struct ChaosDelayCommand: ChaosStrikeCommand {
    static let configuration = CommandConfiguration(
        commandName: "delay",
        abstract: "Hold the worker that is heard up, for 60 ms at most.",
        discussion: """
            Sends SIGSTOP, and SIGCONT up to 60 ms later. A worker that misses three periods is replaced; one that is back before goes on.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos delay --seed 1
              tonewheel chaos delay --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var pauses: ChaosPauses

    var replaces: Bool { false }

    func strike(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        let milliseconds = Int.random(in: 1...60, using: &random)
        guard target.signal(SIGSTOP) else { return nil }
        try await Task.sleep(for: .milliseconds(milliseconds))
        // It may have been replaced meanwhile, and be gone.
        _ = target.signal(SIGCONT)
        return "held up for \(milliseconds) ms"
    }
}

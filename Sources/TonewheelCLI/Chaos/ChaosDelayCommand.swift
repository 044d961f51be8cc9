import ArgumentParser
import Foundation

/// `tonewheel chaos delay`: delays the active worker.
struct ChaosDelayCommand: ChaosFaultCommand {
    static let configuration = CommandConfiguration(
        commandName: "delay",
        abstract: "Delay the active worker by up to 60 ms.",
        discussion: """
            Sends SIGSTOP, and SIGCONT up to 60 ms later. A worker that misses three periods is replaced; one that \
            resumes earlier continues.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos delay --seed 1
              tonewheel chaos delay --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var intervals: ChaosIntervals

    var replaces: Bool { false }

    func inject(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        let milliseconds = Int.random(in: 1...60, using: &random)
        guard target.signal(SIGSTOP) else { return nil }
        try await Task.sleep(for: .milliseconds(milliseconds))
        // The worker may have been replaced meanwhile, and have ended.
        _ = target.signal(SIGCONT)
        return "delayed by \(milliseconds) ms"
    }
}

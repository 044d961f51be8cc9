import ArgumentParser
import Foundation

/// `tonewheel chaos stop`: lets the worker that is heard render no more.
struct ChaosStopCommand: ChaosStrikeCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop the worker that is heard, as a debugger does.",
        discussion: """
            Sends SIGSTOP: the worker does not end, but renders no more, until the engine has it replaced.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos stop --seed 1
              tonewheel chaos stop --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var pauses: ChaosPauses

    var replaces: Bool { true }

    func strike(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        target.signal(SIGSTOP) ? "SIGSTOP" : nil
    }
}

import ArgumentParser
import Foundation
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel chaos crash`: has the worker that is heard crash.
struct ChaosCrashCommand: ChaosStrikeCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Have the worker that is heard crash.",
        discussion: """
            Has a unit read memory that is not there, as a broken unit would: each worker that takes the place of another \
            crashes as well, until the engine leaves the unit out, and the sound comes back. The engine must allow it: \
            --allow-chaos. With --signal the worker gets a SIGSEGV from outside, once, which needs no permission.

            EXAMPLES:
              tonewheel start --isolation worker --allow-chaos && tonewheel chaos crash
              tonewheel chaos crash --signal --seconds 60 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var pauses: ChaosPauses

    @Flag(help: "Send SIGSEGV to the worker instead.")
    var signal = false

    var replaces: Bool { true }

    func strike(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        if signal { return target.signal(SIGSEGV) ? "SIGSEGV" : nil }
        let engine = options.client.engine
        guard let answers = try await engine.send(OSCMessage("/chaos/fault", "crash")) else {
            throw ChaosError(engine.absence, .noEngine)
        }
        let isRefused = answers.contains { $0.address.path == "/fail" && "\($0)".contains("--allow-chaos") }
        guard !isRefused else {
            throw ChaosError(
                "the engine on \(engine.name) is not to be harmed: start it with --allow-chaos, or use --signal")
        }
        return "a unit that crashes"
    }
}

import ArgumentParser
import Foundation
import TonewheelOSC
import TonewheelServer
import TonewheelTerminal

/// `tonewheel chaos crash`: makes the active worker crash.
struct ChaosCrashCommand: ChaosFaultCommand {
    static let configuration = CommandConfiguration(
        commandName: "crash",
        abstract: "Make the active worker crash.",
        discussion: """
            Plays a unit that reads invalid memory, as a faulty unit would. Each worker that takes over crashes as \
            well, until the engine quarantines the unit's SynthDef and the sound returns. The engine must be started \
            with --allow-chaos. With --signal, the worker receives one SIGSEGV instead, which needs no permission.

            EXAMPLES:
              tonewheel start --isolation worker --allow-chaos && tonewheel chaos crash
              tonewheel chaos crash --signal --seconds 60 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var intervals: ChaosIntervals

    @Flag(help: "Send SIGSEGV to the worker instead.")
    var signal = false

    var replaces: Bool { true }

    func inject(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        if signal { return target.signal(SIGSEGV) ? "SIGSEGV" : nil }
        let engine = options.client.engine
        guard let replies = try await engine.send(OSCMessage("/chaos/fault", "crash")) else {
            throw ChaosError(engine.noReplyMessage, .noEngine)
        }
        let isRefused = replies.contains { $0.address.path == "/fail" && "\($0)".contains("--allow-chaos") }
        guard !isRefused else {
            throw ChaosError(
                "The engine on \(engine.name) refused the fault. Start it with --allow-chaos, or use --signal.")
        }
        return "a unit that crashes"
    }
}

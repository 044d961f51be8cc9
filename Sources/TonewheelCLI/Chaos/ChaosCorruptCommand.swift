import ArgumentParser
import Foundation

/// `tonewheel chaos corrupt`: corrupts the memory through which the active worker writes to its front.
struct ChaosCorruptCommand: ChaosFaultCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrupt",
        abstract: "Corrupt the memory that the active worker shares with the engine.",
        discussion: """
            Writes random bytes for 30 ms, at random places, to the parts that the worker writes: its blocks of sound, \
            its replies and its health. A damaged block is not played. A worker with invalid replies is replaced. \
            Linux only.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos corrupt --seed 1
              tonewheel chaos corrupt --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var intervals: ChaosIntervals

    var replaces: Bool { false }

    func inject(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
        let kind = Int.random(in: 0..<MemoryDamage.Part.allCases.count, using: &random)
        let part = MemoryDamage.Part.allCases[kind]
        guard target.isWorker else { return nil }
        let damage: MemoryDamage
        do {
            damage = try MemoryDamage(of: target, part)
        } catch {
            guard target.isWorker else { return nil }
            throw error
        }
        var byteCount = 0
        for _ in 0..<30 {
            byteCount += damage.write(using: &random)
            try await Task.sleep(for: .milliseconds(1))
        }
        return "\(byteCount) random bytes in its \(part.rawValue)"
    }
}

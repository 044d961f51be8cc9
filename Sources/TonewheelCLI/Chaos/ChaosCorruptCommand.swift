import ArgumentParser
import Foundation

/// `tonewheel chaos corrupt`: damages what the worker that is heard writes to its front.
struct ChaosCorruptCommand: ChaosStrikeCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrupt",
        abstract: "Damage the memory that the worker shares with the engine.",
        discussion: """
            Writes random bytes for 30 ms, in stretches of random places and lengths, to where the worker writes: its \
            blocks of sound, what it answers, and how it says that it is. A damaged block is not played; a worker whose \
            answers make no sense is replaced. Linux only.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos corrupt --seed 1
              tonewheel chaos corrupt --seconds 60 --every 100 500 --json
            """
    )

    @OptionGroup var options: ChaosOptions
    @OptionGroup var pauses: ChaosPauses

    var replaces: Bool { false }

    func strike(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String? {
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

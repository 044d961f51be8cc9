import ArgumentParser
import TonewheelServer
import TonewheelTerminal

/// A command that strikes at the worker that is heard.
protocol ChaosStrikeCommand: AsyncParsableCommand {
    var options: ChaosOptions { get }
    var pauses: ChaosPauses { get }

    /// Whether each blow must cost the worker its place.
    var replaces: Bool { get }

    /// Strikes, and says in words what it has done; nil if the worker had ended already.
    func strike(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String?
}

extension ChaosStrikeCommand {
    func run() async throws {
        let name = Self.configuration.commandName ?? ""
        do {
            let isWell = try await ChaosRun(options, pauses).run(name, replaces: replaces) { target, random in
                try await strike(target, &random)
            }
            if !isWell { throw ExitCode(FailureCode.failed.rawValue) }
        } catch let error as ChaosError {
            throw error.exit
        } catch let error as ServerError {
            throw fail(error)
        }
    }
}

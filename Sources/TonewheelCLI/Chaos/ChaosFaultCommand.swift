import ArgumentParser
import TonewheelServer
import TonewheelTerminal

/// A command that injects faults into the active worker.
protocol ChaosFaultCommand: AsyncParsableCommand {
    var options: ChaosOptions { get }
    var intervals: ChaosIntervals { get }

    /// Whether each fault must lead to the replacement of the worker.
    var replaces: Bool { get }

    /// Injects a fault. Returns its description, or nil if the worker had already ended.
    func inject(_ target: WorkerTarget, _ random: inout SeededRandom) async throws -> String?
}

extension ChaosFaultCommand {
    func run() async throws {
        let name = Self.configuration.commandName ?? ""
        do {
            let hasPassed = try await ChaosRun(options, intervals).run(name, replaces: replaces) { target, random in
                try await inject(target, &random)
            }
            if !hasPassed { throw ExitCode(FailureCode.failed.rawValue) }
        } catch let error as ChaosError {
            throw error.exit
        } catch let error as ServerError {
            throw fail(error)
        }
    }
}

import ArgumentParser

/// The root command, which measures Tonewheel on this machine.
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tonewheel-bench",
        abstract: "Measure Tonewheel on this machine.",
        discussion: """
            For publishable figures, use a release build on an otherwise idle machine. `tonewheel` and \
            `tonewheel-scsynth` must be in the folder of this program: `scripts/bench` builds all of them.

            EXAMPLES:
              scripts/bench core
              scripts/bench workers
              scripts/bench render --against scsynth
              scripts/bench server --against scsynth
              scripts/bench ring
              scripts/bench ring --json > ring.json
            """,
        subcommands: [
            RingCommand.self, CoreCommand.self, WorkersCommand.self, RenderCommand.self, ServerCommand.self,
            ClientCommand.self,
        ]
    )
}

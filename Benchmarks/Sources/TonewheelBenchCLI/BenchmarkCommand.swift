import ArgumentParser

/// The root of the command line: measures Tonewheel on this machine.
struct BenchmarkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tonewheel-bench",
        abstract: "Measure Tonewheel on this machine.",
        discussion: """
            For figures worth quoting, use a release build on a machine that does nothing else. `tonewheel` and \
            `tonewheel-scsynth` have to lie beside this program: `scripts/bench` sees to both.

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

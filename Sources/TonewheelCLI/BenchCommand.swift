import ArgumentParser

/// `tonewheel bench`: measures the program on this machine.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this program on this machine.",
        discussion: """
            For figures worth quoting, use a release build on a machine that does nothing else.

            EXAMPLES:
              tonewheel bench core
              tonewheel bench workers
              tonewheel bench render --against scsynth
              tonewheel bench server --against scsynth
              tonewheel bench ring
              tonewheel bench ring --json > ring.json
            """,
        subcommands: [
            BenchRingCommand.self, BenchCoreCommand.self, BenchWorkersCommand.self, BenchRenderCommand.self,
            BenchServerCommand.self,
        ]
    )
}

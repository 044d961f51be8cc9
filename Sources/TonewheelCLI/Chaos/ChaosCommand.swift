import ArgumentParser

/// `tonewheel chaos`: harms a running engine, and sees what becomes of it.
struct ChaosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaos",
        abstract: "Harm the workers of a running engine, and see what becomes of the sound.",
        discussion: """
            It strikes again and again, at random moments, and says of each blow how long the sound was gone. The same seed \
            gives the same blows. Exits with 1 if the engine no longer answers or the sound does not come back, with 4 if \
            no engine answers at all.

            EXAMPLES:
              tonewheel start --isolation worker && tonewheel chaos kill --seed 1
              tonewheel chaos stop --seconds 60 --every 100 500
              tonewheel chaos flood --seed 7 --json
            """,
        subcommands: [
            ChaosKillCommand.self, ChaosStopCommand.self, ChaosDelayCommand.self, ChaosCorruptCommand.self,
            ChaosCrashCommand.self, ChaosFloodCommand.self,
        ]
    )
}

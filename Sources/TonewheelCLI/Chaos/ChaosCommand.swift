import ArgumentParser

/// `tonewheel chaos`: injects faults into a running engine, and reports their effect.
struct ChaosCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chaos",
        abstract: "Inject faults into a running engine, and report the effect on the sound.",
        discussion: """
            Faults are injected at random times. For each, the duration of the missing sound is printed. The same seed \
            gives the same faults. Exits with 1 if the engine stops answering or the sound does not return, and with 4 \
            if no engine answers.

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

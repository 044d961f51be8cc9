import ArgumentParser

/// The command line's root.
struct TonewheelCommand: AsyncParsableCommand {
    /// As `--version` and `/engine/status` say it.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tonewheel",
        abstract: "A real-time audio engine, played over OSC and from the command line.",
        discussion: """
            EXAMPLES:
              tonewheel run                        play 440 Hz until Ctrl-C
              tonewheel set freq 880               change the pitch of what is playing
              tonewheel render --freq 440 --seconds 10 out.wav
              tonewheel doctor                     is this machine fit for real-time sound?
              tonewheel start && tonewheel status && tonewheel stop

            EXIT CODES:
              0 done · 1 failed, or a problem that 'doctor' has found · 3 the port is in use
              4 no engine answers · 64 wrong usage · 130 ended by Ctrl-C
            """,
        version: version,
        subcommands: [
            RunCommand.self, StartCommand.self, StopCommand.self, StatusCommand.self, SetCommand.self, SendCommand.self,
            RenderCommand.self, DevicesCommand.self, DoctorCommand.self, ChaosCommand.self, WorkerCommand.self,
        ]
    )
}

import ArgumentParser

/// The root command.
struct TonewheelCommand: AsyncParsableCommand {
    /// The version that `--version` and `/engine/status` report.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tonewheel",
        abstract: "A real-time audio engine, controlled over OSC and from the command line.",
        discussion: """
            EXAMPLES:
              tonewheel run                        play 440 Hz until Ctrl-C
              tonewheel set freq 880               change the pitch of the tone
              tonewheel render --freq 440 --seconds 10 out.wav
              tonewheel doctor                     check this machine for real-time audio
              tonewheel start && tonewheel status && tonewheel stop

            EXIT CODES:
              0 success · 1 failure, or a problem that 'doctor' found · 3 port in use
              4 no engine answers · 64 wrong usage · 130 ended by Ctrl-C
            """,
        version: version,
        subcommands: [
            RunCommand.self, StartCommand.self, StopCommand.self, StatusCommand.self, SetCommand.self, SendCommand.self,
            RenderCommand.self, DevicesCommand.self, DoctorCommand.self, ChaosCommand.self, WorkerCommand.self,
        ]
    )
}

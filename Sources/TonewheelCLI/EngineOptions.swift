import ArgumentParser
import Foundation
import Tonewheel
internal import TonewheelSynths

/// The options for sound and output of `run` and `start`.
struct EngineOptions: ParsableArguments {
    enum Backend: String, CaseIterable, ExpressibleByArgument {
        case auto, portaudio, jack, null, file
    }

    @Option(
        help: """
            The output: auto (a sound card, else a JACK server, else a clock), portaudio (a sound card), jack (a JACK \
            server), null (a clock instead of a sound card), or file (the file of --record, as fast as possible).
            """
    )
    var backend = Backend.auto

    @Option(
        help: ArgumentHelp(
            "A part of the sound card's name, as 'tonewheel devices' lists it; with --backend jack, the server's name.",
            valueName: "name"))
    var device: String?

    @Option(parsing: .unconditional, help: "The number of input channels, 0 to 128.")
    var inputs = 0

    @Option(
        parsing: .unconditional,
        help: "The level of the input in the output, 0 to 1: input 1 on output 1, and so on.")
    var monitor: Float = 0

    @Flag(
        inversion: .prefixedNo,
        help: "Remove DC from the output and limit it to -1 dBFS. Adds 1 ms of latency.")
    var limiter = true

    @OptionGroup var tone: ToneOptions

    @Option(parsing: .unconditional, help: "The device's period, in frames, 1 to 8192.")
    var period = 256

    @Option(parsing: .unconditional, help: "The block that is rendered at once, in frames, 1 to 8192.")
    var block = 64

    @Option(
        parsing: .unconditional,
        help: """
            The number of periods that a thread renders ahead of the device, 0 to 64. Each adds its length to the \
            latency. 0 renders in the device's callback.
            """
    )
    var prefillPeriods = 0

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "The load above which new synths are refused, in percent of the time that a block lasts; 0 for no limit.",
            valueName: "percent"))
    var loadLimit = 90.0

    @Flag(help: "Do not play the tone, only the synths of clients.")
    var noTone = false

    enum Isolation: String, CaseIterable, ExpressibleByArgument {
        case none, worker, redundant
    }

    @Option(
        help: """
            The isolation of rendering: none (in this process), worker (in a separate process, so that the sound \
            survives a crash or hang), or redundant (in two processes at once, so that a crash or hang of either \
            changes no sample). The last two need Linux.
            """
    )
    var isolation = Isolation.none

    @Option(
        parsing: .unconditional,
        help: """
            The number of periods that a worker renders ahead of the device, 1 to 16 (default: 1; with redundant \
            isolation 2, and 2 ms in whole periods). Each adds its length to the latency.
            """)
    var leadPeriods: Int?

    @Option(parsing: .unconditional, help: "The number of standby workers, 0 to 8 (default: 2).")
    var spares: Int?

    @Option(
        help: ArgumentHelp(
            "Record the output to this .wav, .flac or .aiff file. If it exists, a similar name is chosen.",
            valueName: "file"))
    var record: String?

    func validate() throws {
        if device != nil, backend != .portaudio, backend != .jack {
            throw ValidationError("--device requires --backend portaudio or --backend jack.")
        }
        if isolation == .none, leadPeriods != nil || spares != nil {
            throw ValidationError("--lead-periods and --spares require --isolation worker or redundant.")
        }
        guard loadLimit == 0 || (1...100).contains(loadLimit) else {
            throw ValidationError("--load-limit must be a percentage from 1 to 100, or 0 for no limit.")
        }
        if backend == .file, record == nil {
            throw ValidationError("--backend file requires --record with the file to write.")
        }
    }

    /// Returns the engine's configuration.
    ///
    /// - Parameter seconds: The length of the file, for `--backend file`.
    func configuration(seconds: Double?) -> AudioEngine.Configuration {
        var configuration = tone.configuration
        configuration.recordingPath = record
        switch backend {
        case .auto: configuration.output = .automatic
        case .portaudio: configuration.output = .portAudio(device: device)
        case .jack: configuration.output = .jack(server: device)
        case .null: configuration.output = .null
        case .file:
            configuration.output = .file(path: record ?? "", seconds: seconds ?? 0)
            configuration.recordingPath = nil
        }
        configuration.inputChannelCount = inputs
        configuration.monitor = monitor
        configuration.limitsOutput = limiter
        configuration.periodFrames = period
        configuration.blockFrames = block
        configuration.prefillPeriods = prefillPeriods
        configuration.loadLimit = loadLimit == 0 ? nil : loadLimit / 100
        var workers = AudioEngine.Workers()
        workers.leadPeriods = leadPeriods
        workers.spares = spares ?? workers.spares
        switch isolation {
        case .none: break
        case .worker: configuration.isolation = .worker(workers)
        case .redundant: configuration.isolation = .redundant(workers)
        }
        configuration.server = SynthServerOptions(version: TonewheelCommand.version)
        configuration.server.root = FileManager.default.currentDirectoryPath
        if noTone { configuration.gate = false }
        return configuration
    }
}

import ArgumentParser
import Foundation
import Tonewheel
internal import TonewheelSynths

/// Options that shape the sound and where it goes, for `run` and `start`.
struct EngineOptions: ParsableArguments {
    enum Backend: String, CaseIterable, ExpressibleByArgument {
        case auto, portaudio, jack, null, file
    }

    @Option(
        help:
            "Where the sound goes: auto (a sound card, else a JACK server, else a clock), portaudio (a sound card), jack (a JACK server), null (a clock, no sound card), or file (--record's, as fast as the machine can)."
    )
    var backend = Backend.auto

    @Option(
        help: ArgumentHelp(
            "The sound card, by a part of the name that 'tonewheel devices' shows; with --backend jack, the server.",
            valueName: "name"))
    var device: String?

    @Option(parsing: .unconditional, help: "Channels of input, 0 to 128.")
    var inputs = 0

    @Option(
        parsing: .unconditional,
        help: "How much of the input is heard, 0 to 1: input 1 on output 1, and so on.")
    var monitor: Float = 0

    @Flag(
        inversion: .prefixedNo,
        help: "Keep the output free of DC and below -1 dBFS, which adds 1 ms of latency.")
    var limiter = true

    @OptionGroup var tone: ToneOptions

    @Option(parsing: .unconditional, help: "Frames that the device takes at once, 1 to 8192.")
    var period = 256

    @Option(parsing: .unconditional, help: "Frames that are rendered at once, 1 to 8192.")
    var block = 64

    @Option(
        parsing: .unconditional,
        help:
            "Periods that a thread renders ahead of the device, 0 to 64: each adds its length to the latency. 0 renders in the device's callback."
    )
    var prefillPeriods = 0

    @Flag(help: "Play no tone of its own: only what clients play.")
    var noTone = false

    enum Isolation: String, CaseIterable, ExpressibleByArgument {
        case none, worker
    }

    @Option(
        help:
            "Where the sound is rendered: none (in the program itself), or worker (in a process of its own, which may crash or hang without an end to the sound; Linux only)."
    )
    var isolation = Isolation.none

    @Option(
        parsing: .unconditional,
        help: "Periods that a worker is ahead of the device, 1 to 16: each adds its length to the latency.")
    var leadPeriods: Int?

    @Option(parsing: .unconditional, help: "Workers that stand by, 0 to 8 (2 by default).")
    var spares: Int?

    @Option(
        help: ArgumentHelp(
            "Record what is played to this .wav, .flac or .aiff file, or beside it if it exists.", valueName: "file"))
    var record: String?

    func validate() throws {
        if device != nil, backend != .portaudio, backend != .jack {
            throw ValidationError("--device goes with --backend portaudio or --backend jack")
        }
        if isolation == .none, leadPeriods != nil || spares != nil {
            throw ValidationError("--lead-periods and --spares go with --isolation worker")
        }
        if backend == .file, record == nil {
            throw ValidationError("--backend file needs --record, the file")
        }
    }

    /// - Parameter seconds: the length of a file.
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
        if isolation == .worker {
            var workers = AudioEngine.Workers()
            workers.leadPeriods = leadPeriods ?? workers.leadPeriods
            workers.spares = spares ?? workers.spares
            configuration.isolation = .worker(workers)
        }
        configuration.server = SynthServerOptions(version: TonewheelCommand.version)
        configuration.server.root = FileManager.default.currentDirectoryPath
        if noTone { configuration.gate = false }
        return configuration
    }
}

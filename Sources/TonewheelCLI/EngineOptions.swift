import ArgumentParser
import Tonewheel

/// Options that shape the sound and where it goes, for `run` and `start`.
struct EngineOptions: ParsableArguments {
    enum Backend: String, CaseIterable, ExpressibleByArgument {
        case auto, null
    }

    @Option(
        help:
            "Where the sound goes: auto (the best there is; sound cards are yet to come), or null (a clock, no sound card)."
    )
    var backend = Backend.auto

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

    @Option(
        help: ArgumentHelp(
            "Record what is played to this .wav, .flac or .aiff file, or beside it if it exists.", valueName: "file"))
    var record: String?

    var configuration: AudioEngine.Configuration {
        var configuration = tone.configuration
        configuration.output = backend == .null ? .null : .automatic
        configuration.periodFrames = period
        configuration.blockFrames = block
        configuration.prefillPeriods = prefillPeriods
        configuration.recordingPath = record
        return configuration
    }
}

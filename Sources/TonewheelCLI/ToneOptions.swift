import ArgumentParser
import Tonewheel

/// Options of the tone itself, wherever it goes: for `run`, `start` and `render`.
struct ToneOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "The tone's frequency, in hertz.")
    var freq: Float = 440

    @Option(parsing: .unconditional, help: "The tone's peak, 0 to 1.")
    var amp: Float = 0.1

    @Option(parsing: .unconditional, help: "Frames a second, in hertz.")
    var rate = 48_000.0

    @Option(parsing: .unconditional, help: "Channels, 1 to 128.")
    var channels = 2

    var configuration: AudioEngine.Configuration {
        var configuration = AudioEngine.Configuration()
        configuration.frequency = freq
        configuration.amplitude = amp
        configuration.sampleRate = rate
        configuration.channelCount = channels
        return configuration
    }
}

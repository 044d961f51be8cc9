import ArgumentParser
import Tonewheel

/// The options for the tone of `run`, `start` and `render`.
struct ToneOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "The frequency of the tone, in hertz.")
    var freq: Float = 440

    @Option(parsing: .unconditional, help: "The peak amplitude of the tone, 0 to 1.")
    var amp: Float = 0.1

    @Option(parsing: .unconditional, help: "The sample rate, in hertz.")
    var rate = 48_000.0

    @Option(parsing: .unconditional, help: "The number of output channels, 1 to 128.")
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

import TestSupport
import Testing
import Tonewheel
import TonewheelSoundFiles

/// Renders with a whole engine and the file backend.
func renderFile(
    seconds: Double,
    configure: (inout AudioEngine.Configuration) -> Void = { _ in },
    play: (AudioEngine) throws -> Void = { _ in }
) throws -> SoundFile {
    let folder = try TemporaryFolder()
    var configuration = AudioEngine.Configuration()
    configuration.output = .file(path: folder.path("out.wav"), seconds: seconds)
    configure(&configuration)
    let engine = try AudioEngine(configuration)
    try play(engine)
    try engine.start()
    engine.waitUntilFinished()
    try engine.stop()
    return try SoundFile(reading: folder.path("out.wav"))
}

/// A reference for the engine's tone, computed sample by sample in double precision.
struct ReferenceTone {
    var sampleRate = 48_000.0
    var phase = 0.0
    var frequency = 440.0
    var gain = 0.1
    var step = 0.0
    var framesLeft = 0

    mutating func glide(to target: Double) {
        step = (target - gain) / 64
        framesLeft = 64
    }

    mutating func next() -> Double {
        if framesLeft > 0 {
            framesLeft -= 1
            gain += step
        }
        defer { phase = (phase + frequency / sampleRate).truncatingRemainder(dividingBy: 1) }
        return gain * sine(phase)
    }
}

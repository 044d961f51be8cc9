import Tonewheel

var configuration = AudioEngine.Configuration()
configuration.recordingPath = "embedded.wav"
let engine = try AudioEngine(configuration)
try engine.start()
for frequency: Float in [440, 550, 660] {
    try engine.apply(ParameterChange(frequency: frequency))
    try await Task.sleep(for: .milliseconds(300))
}
print("Level \(engine.status.level) dB, \(engine.status.underruns) underruns")
try engine.stop()

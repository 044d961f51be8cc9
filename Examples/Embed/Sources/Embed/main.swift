import Tonewheel

// The engine below starts this executable again for its worker processes, which never return from this call.
AudioEngine.runWorkerIfRequested()

// One definition with a lagged filter cutoff, and one that plays a buffer.
let pad = try SynthDef("pad") { def in
    let envelope = EnvGen.kr(.asr(0.05, 1, 0.3), gate: def.control("gate", 1), doneAction: .freeSelf)
    let tone = Saw.ar(def.control("freq", 220)) * envelope * 0.1
    Out.ar(0, Pan2.ar(RLPF.ar(tone, def.control("cutoff", 400, lag: 0.2), 0.3)))
}
let sampler = try SynthDef("sampler") { def in
    Out.ar(0, Pan2.ar(PlayBuf.ar(def.control("buffer", 0), doneAction: .freeSelf)))
}

/// Plays a chord, sweeps its filter, and plays a sample at the end, for 1.5 s in all.
func play(_ synths: Synths) throws -> Synth {
    try synths.add(pad)
    try synths.add(sampler)
    let chord = try synths.group()
    for freq: ControlValue in [220, 277.2, 329.6] { try synths.play("pad", ["freq": freq], to: .tail(of: chord)) }
    for step in 1...8 {
        try chord.set(["cutoff": ControlValue(400 * step)], at: synths.frame(in: Double(step) * 0.1))
    }
    try chord.set(["gate": 0], at: synths.frame(in: 1))
    let click = try synths.buffer([(0..<4800).map { Float($0 % 100) / 200 }])
    return try synths.play("sampler", ["buffer": .buffer(click)], at: synths.frame(in: 1.2))
}

// Renders offline, faster than real time.
try AudioEngine.render(seconds: 1.5, to: "offline.wav") { _ = try play($0) }

// Plays live: through a sound card or JACK, or to a clock if there is neither. Worker processes render the sound.
var configuration = AudioEngine.Configuration()
#if os(Linux)
configuration.isolation = .worker()
#endif
configuration.gate = false  // the built-in tone is silent
configuration.recordingPath = "live.wav"
let engine = try AudioEngine(configuration)
try engine.start()
try await play(engine.synths).end()
try await engine.synths.sync()
print("Level \(engine.status.level) dB, \(engine.status.underruns) underruns")
try engine.stop()

import Tonewheel
let bell = try SynthDef("bell") { def in
    let envelope = EnvGen.kr(.perc(0.01, 1), doneAction: .freeSelf)
    Out.ar(0, Pan2.ar(SinOsc.ar(def.control("freq", 440)) * envelope * 0.1))
}
try AudioEngine.render(seconds: 3, to: "bells.wav") { synths in
    for (step, freq) in ([523.25, 659.25, 783.99, 1046.5] as [ControlValue]).enumerated() {
        try synths.play(bell, ["freq": freq], at: synths.frame(in: Double(step) * 0.25))
    }
}

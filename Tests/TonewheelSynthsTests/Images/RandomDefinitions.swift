import Tonewheel

/// The SynthDefs of random messages: oscillators, filters, delays, noise, buffers, triggers and feedback.
enum RandomDefinitions {
    static func all() throws -> [SynthDef] {
        [
            try SynthDef("voice") { def in
                let envelope = EnvGen.kr(.adsr(), gate: def.control("gate", 1), doneAction: .freeSelf)
                let saw = Saw.ar(def.control("freq", 220, lag: 0.05))
                Out.ar(0, Pan2.ar(RLPF.ar(saw, 900, 0.3) * envelope * def.control("amp", 0.2)))
            },
            // The logarithm is NaN if the amplitude is below 1.
            try SynthDef("logarithm") { def in
                Out.ar(0, WhiteNoise.ar() * 0.1 * (def.control("amp", 2) - 1).log)
            },
            try SynthDef("echo") { def in
                let input = UGen.unit("InFeedback", .audio, [0])[0]
                let delayed = UGen.unit("CombL", .audio, [input * 0.3, 0.1, 0.03, 0.5])[0]
                Out.ar(1, delayed * def.control("amp", 0.2))
            },
            try SynthDef("noise") { def in
                let noise = WhiteNoise.ar() + UGen.unit("LFNoise1", .audio, [500])[0]
                let dust = UGen.unit("Dust", .audio, [90])[0]
                Out.ar(def.control("out", 0), (noise * 0.1 + dust) * def.control("amp", 0.2))
            },
            try SynthDef("player") { def in
                let file = PlayBuf.ar(1, doneAction: .freeSelf)
                Out.ar(0, file * def.control("amp", 0.2))
            },
            try SynthDef("recorder") { def in
                let input = SinOsc.ar(def.control("freq", 330))
                UGen.unit("RecordBuf", .audio, [2, 0, 1, 0, 1, 1, 1, 0, input])
                UGen.unit("Out", .control, [3, UGen.unit("BufFrames", .control, [2])[0]], outputs: 0)
            },
            try SynthDef("trigger") { def in
                let trigger = UGen.unit("Impulse", .control, [30, 0])[0]
                let random = UGen.unit("TRand", .control, [0, 1, trigger])[0]
                UGen.unit("SendTrig", .control, [trigger, 7, random], outputs: 0)
                UGen.unit("Out", .control, [4, random * def.control("amp", 0.2)], outputs: 0)
            },
        ]
    }
}

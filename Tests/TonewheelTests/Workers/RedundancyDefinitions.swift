import Tonewheel

/// The definitions of `RedundancyScript`: filters, noise, delays, envelopes that end their synth, buffers that are
/// recorded, written, played and read, and triggers with messages.
///
/// Voices have the controls freq, amp, cut, buf, out, gate and length. `amp` follows `freq`.
enum RedundancyDefinitions {
    static func all() throws -> [SynthDef] {
        [
            try voice("saw") { voice in RLPF.ar(Saw.ar(voice.freq) + Saw.ar(voice.freq * 1.01), voice.cut, 0.3) },
            try voice("noise") { voice in BPF.ar(WhiteNoise.ar(), voice.cut, 0.2) + audio("PinkNoise", []) * 0.1 },
            try voice("comb") { voice in
                audio("CombC", [audio("Dust", [200]) + WhiteNoise.ar() * 0.01, 0.02, 1 / voice.freq, 0.5])
            },
            try voice("allpass") { voice in
                let time = 0.01 + 0.005 * SinOsc.kr(0.7)
                return audio("AllpassC", [RLPF.ar(Saw.ar(voice.freq), voice.cut, 0.5), 0.02, time, 0.3])
            },
            try voice("fm") { voice in SinOsc.ar(voice.freq + SinOsc.ar(voice.freq * 2) * voice.cut * 0.2) },
            try voice("trigger") { voice in
                let trigger = Impulse.kr(40 + 10 * control("LFNoise0", [20]))
                SendTrig.kr(trigger, id: 7, value: voice.freq)
                SendReply.kr(trigger, "/step", [voice.freq, voice.cut])
                return SinOsc.ar(voice.freq) * control("Decay", [trigger, 0.05])
            },
            try voice("loop") { voice in
                audio("PlayBuf", [voice.buf, voice.freq / 220, Impulse.kr(3), 100, 1, 0])
            },
            try voice("reader") { voice in
                audio("BufRd", [voice.buf, audio("Phasor", [0, voice.freq / 300, 0, 2500, 0]), 1, 4])
            },
            try voice("resonator") { voice in
                audio("Ringz", [audio("Dust2", [80]), voice.cut, 0.1]) * 0.2 + LPF.ar(WhiteNoise.ar(), voice.freq)
            },
            try SynthDef("brief") { def in
                let freq = def.control("freq", 220)
                let envelope = EnvGen.kr(.perc(0.002, def.control("length", 0.01)), doneAction: .freeSelf)
                let signal = LPF.ar(Pulse.ar(freq) + WhiteNoise.ar() * 0.1, def.control("cut", 1000))
                Out.ar(def.control("out", 0), signal * envelope * def.control("amp", 0.02))
            },
            try SynthDef("record") { def in
                let sound = SinOsc.ar(def.control("freq", 110)) * 0.3 + WhiteNoise.ar() * 0.02
                _ = audio("RecordBuf", [def.control("buf", 0), 0, 0.7, 0.3, 1, 1, 1, 0, sound])
            },
            try SynthDef("write") { def in
                let position = audio("Phasor", [0, 0.75, 0, 2500, 0])
                let sound = RLPF.ar(Saw.ar(def.control("freq", 110)), 900, 0.5) * 0.3
                _ = audio("BufWr", [def.control("buf", 0), position, 1, sound])
            },
            try SynthDef("wobble") { def in
                Out.kr(def.control("bus", 0), 1000 + 600 * control("LFNoise2", [def.control("freq", 1)]))
            },
            try SynthDef("room") { _ in Out.ar(0, audio("FreeVerb", [In.ar(8), 0.7, 0.8, 0.4]) * 0.5) },
        ]
    }

    private struct Voice {
        let freq: UGen
        let cut: UGen
        let buf: UGen
    }

    private static func voice(_ name: String, _ body: (Voice) -> UGen) throws -> SynthDef {
        try SynthDef(name) { def in
            let freq = def.control("freq", 220)
            let amp = def.control("amp", 0.02)
            let voice = Voice(freq: freq, cut: def.control("cut", 1200), buf: def.control("buf", 0))
            let gate = def.control("gate", 1)
            let envelope = EnvGen.kr(.adsr(0.005, 0.02, 0.6, 0.02), gate: gate, doneAction: .freeSelf)
            Out.ar(def.control("out", 0), body(voice) * envelope * amp)
        }
    }

    private static func audio(_ name: String, _ inputs: [UGen]) -> UGen { UGen.unit(name, .audio, inputs)[0] }

    private static func control(_ name: String, _ inputs: [UGen]) -> UGen { UGen.unit(name, .control, inputs)[0] }
}

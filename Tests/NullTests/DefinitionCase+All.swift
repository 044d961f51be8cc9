import Tonewheel
import TonewheelOSC

extension DefinitionCase {
    /// Buffer 2 has one channel of 4800 frames, and buffer 3 two. Buses 20 and 21 carry signals, bus 21 a softer one.
    static let all: [DefinitionCase] = [
        DefinitionCase(sonicPi: "beep", ["note", 60, "release", 0.2]),
        DefinitionCase(
            sonicPi: "beep", ["note", 60, "note_slide", 0.05, "sustain", 0.2, "release", 0.05],
            changes: ["note", 67]),
        DefinitionCase(sonicPi: "basic_mono_player", ["buf", 2, "rate", 0.5]),
        DefinitionCase(
            sonicPi: "basic_mono_player", ["buf", 2, "rate", 0.5, "lpf", 90, "hpf", 50]),
        DefinitionCase(sonicPi: "basic_stereo_player", ["buf", 3, "rate", -0.7]),
        DefinitionCase(sonicPi: "mono_player", ["buf", 2, "rate", 0.5]),
        DefinitionCase(
            sonicPi: "mono_player", ["buf", 2, "rate", 0.5, "start", 0.2, "finish", 0.9, "lpf", 90, "attack", 0.02]),
        DefinitionCase(sonicPi: "mono_player", ["buf", 2, "rate", 0.5, "pitch", 7]),
        DefinitionCase(sonicPi: "stereo_player", ["buf", 3, "rate", 0.5]),
        DefinitionCase(
            sonicPi: "stereo_player", ["buf", 3, "rate", -0.5, "norm", 1, "pan", 0.3], limit: -70,
            because: "the first window of Normalizer differs; from frame 1024 on the difference is below −90 dB"),
        DefinitionCase(sonicPi: "basic_mixer", ["in_bus", 20, "amp", 0.5], changes: ["amp", 0.9]),
        DefinitionCase(sonicPi: "mixer", ["in_bus", 20]),
        // The default SynthDef of SuperCollider, and of Supriya, whose control names differ. Random units are removed.
        DefinitionCase("default", ["gate", 1], changes: ["gate", 0]) { def in
            let (frequency, amplitude) = (def.control("freq", 440), def.control("amp", 0.1))
            let (pan, gate) = (def.control("pan", 0.5), def.control("gate", 1))
            let voices = ([0, -0.2, 0.3] as [Float]).map { audio("VarSaw", [frequency + UGen($0), 0, 0.3]) }
            let cutoff = UGen.unit("XLine", .control, [4500, 2850, 1, 0])[0]
            let sound = audio("LPF", [audio("Sum3", voices) * 0.3, cutoff])
            let envelope = UGen.unit("Linen", .control, [gate, 0.01, 0.7, 0.3, 2])[0]
            let sides = UGen.unit("Pan2", .audio, [sound * envelope, pan, amplitude], outputs: 2)
            UGen.unit("OffsetOut", .audio, [0] + sides, outputs: 0)
        },
    ]
}

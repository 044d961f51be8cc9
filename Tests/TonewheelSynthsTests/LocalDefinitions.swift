import Tonewheel

/// SynthDefs for the tests of local buses, node control and files. They are in a separate file, since the operators of
/// `UGen` slow the type checker down in tests.
enum LocalDefinitions {
    /// Plays a ramp of samples to the output and into the file of buffer 3; the second output counts frames.
    static let recorder = definition("recorder") { _ in
        let ramp = UGen.unit("Phasor", .audio, [0, 1, 0, 100_000, 0])[0] * UGen(0x1p-17 as Float)
        let count = UGen.unit("DiskOut", .audio, [3, ramp, -1 * ramp])[0]
        UGen.unit("Out", .audio, [0, ramp, count], outputs: 0)
    }

    /// Plays the file of buffer 3, and frees itself at the end of the file.
    static let player = definition("player") { _ in
        let file = UGen.unit("DiskIn", .audio, [3, 0], outputs: 2)
        UGen.unit("FreeSelfWhenDone", .control, [file[0]])
        UGen.unit("Out", .audio, [0] + file, outputs: 0)
    }

    /// Loops the file of buffer 3.
    static let looping = definition("looping") { _ in
        UGen.unit("Out", .audio, [0] + UGen.unit("DiskIn", .audio, [3, 1], outputs: 2), outputs: 0)
    }

    /// Plays a ramp delayed by one block, and the same delayed by two blocks.
    static let later = definition("later") { _ in
        let local = UGen.unit("LocalIn", .audio, [0.25, 0.5], outputs: 2)
        let ramp = UGen.unit("Phasor", .audio, [0, 1, 0, 10_000, 0])[0]
        UGen.unit("LocalOut", .audio, [ramp, local[0]], outputs: 0)
        UGen.unit("Out", .audio, [0] + local, outputs: 0)
    }

    /// Writes 1 and 2 to the same local bus, and to a local bus that does not exist.
    static let adding = definition("adding") { _ in
        let local = UGen.unit("LocalIn", .audio, [0])[0]
        for value in [1, 2] as [Float] {
            UGen.unit("LocalOut", .audio, [UGen.unit("DC", .audio, [UGen(value)])[0]], outputs: 0)
        }
        UGen.unit("LocalOut", .audio, [local, local], outputs: 0)
        UGen.unit("Out", .audio, [0, local], outputs: 0)
    }

    /// Counts blocks from 10 at control rate; the audio-rate local bus keeps 7.
    static let counting = definition("counting") { _ in
        let count = UGen.unit("LocalIn", .control, [10])[0]
        let audio = UGen.unit("LocalIn", .audio, [7])[0]
        UGen.unit("LocalOut", .control, [count + 1], outputs: 0)
        UGen.unit("Out", .audio, [0, UGen.unit("DC", .audio, [0])[0] + count, audio], outputs: 0)
    }

    /// Squares values until they overflow.
    static let squaring = definition("squaring") { _ in
        let local = UGen.unit("LocalIn", .audio, [1e30])[0]
        UGen.unit("LocalOut", .audio, [local * local], outputs: 0)
        UGen.unit("Out", .audio, [0, local], outputs: 0)
    }

    /// Frees the node `id` when `t` rises, and pauses it while `gate` is 0.
    static let controlling = definition("controlling") { def in
        let id = def.control("id", 0)
        UGen.unit("Free", .control, [def.control("t", 0), id])
        UGen.unit("Pause", .control, [def.control("gate", 1), id])
    }

    /// Ten seconds of delay.
    static let longDelay = definition("comb") { _ in
        let delay = UGen.unit("CombN", .audio, [UGen.unit("DC", .audio, [1])[0], 10, 0.1, 1])
        UGen.unit("Out", .audio, [0, delay[0]], outputs: 0)
    }

    /// Sends a trigger ten times per second.
    static let trigger = definition("trigger") { _ in
        let impulse = UGen.unit("Impulse", .control, [10, 0])[0]
        UGen.unit("SendTrig", .control, [impulse, 3, 5], outputs: 0)
    }

    /// Plays its control `v`, which can be mapped to control and audio buses, to the first output, and its audio-rate
    /// control `a` to the second.
    static let following = definition("following") { def in
        let value = UGen.unit("K2A", .audio, [def.control("v", 5)])[0]
        let audio = def.control("a", 6, .audio)
        UGen.unit("Out", .audio, [0, value, audio], outputs: 0)
    }

    /// Counts frames on bus 10.
    static let ramp = definition("ramp") { _ in
        UGen.unit("Out", .audio, [10, UGen.unit("Phasor", .audio, [0, 1, 0, 100_000, 0])[0]], outputs: 0)
    }

    /// The engine's tone, built from Tonewheel's own units.
    static let tone = definition("tone") { def in
        Out.ar(0, SineGenerator.ar(def.control("freq", 440)) * Glide.ar(def.control("amp", 0.5)))
    }

    private static func definition(_ name: String, _ body: (SynthDef.Builder) -> Void) -> [UInt8] {
        (try? SynthDef(name) { body($0) }.bytes) ?? []
    }
}

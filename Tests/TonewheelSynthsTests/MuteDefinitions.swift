import Tonewheel

/// SynthDefs for the tests of muted synths: those whose name begins with "poison" divide their control `a` by `b`. They
/// are in a separate file, since the operators of `UGen` slow the type checker down in tests.
enum MuteDefinitions {
    static let all = [
        poison, poisonControl, poisonLocal, poisonWriter, poisonRecorder, poisonDisk,
        loop, reader, controlReader, player, fading,
    ]

    private static func quotient(_ def: SynthDef.Builder) -> UGen { def.control("a", 1) / def.control("b", 4) }

    private static func signal(_ def: SynthDef.Builder) -> UGen { UGen.unit("K2A", .audio, [quotient(def)])[0] }

    private static func out(_ inputs: [UGen], _ rate: Rate = .audio) {
        UGen.unit("Out", rate, inputs, outputs: 0)
    }

    private static func noise() -> UGen { UGen.unit("WhiteNoise", .audio, [])[0] }

    /// Writes to the audio bus `bus`.
    private static let poison = definition("poison") { def in
        out([def.control("bus", 0), signal(def)])
    }

    /// Writes to the control bus 5.
    private static let poisonControl = definition("poisonControl") { def in
        out([5, quotient(def)], .control)
    }

    /// Writes to its own feedback only. It plays a constant.
    private static let poisonLocal = definition("poisonLocal") { def in
        let local = UGen.unit("LocalIn", .audio, [0])[0]
        UGen.unit("LocalOut", .audio, [local * 0.5 + signal(def)], outputs: 0)
        out([0, UGen.unit("DC", .audio, [0.25])[0]])
    }

    /// Writes to the buffer 1.
    private static let poisonWriter = definition("poisonWriter") { def in
        UGen.unit("BufWr", .audio, [1, UGen.unit("Phasor", .audio, [0, 1, 0, 1000, 0])[0], 1, signal(def)])
    }

    /// Records into the buffer 1.
    private static let poisonRecorder = definition("poisonRecorder") { def in
        UGen.unit("RecordBuf", .audio, [1, 0, 1, 0.5, 1, 1, 1, 0, signal(def)])
    }

    /// Writes to the file of the buffer 3.
    private static let poisonDisk = definition("poisonDisk") { def in
        UGen.unit("DiskOut", .audio, [3, signal(def)])
    }

    /// A feedback loop through the audio bus 20, played to the first output.
    private static let loop = definition("loop") { _ in
        let sum = noise() * 0.1 + UGen.unit("InFeedback", .audio, [20])[0] * 0.5
        out([0, sum])
        out([20, sum])
    }

    /// Plays the audio bus 20 to the second output, through a filter.
    private static let reader = definition("reader") { _ in
        out([1, UGen.unit("OnePole", .audio, [UGen.unit("In", .audio, [20])[0], 0.5])[0]])
    }

    /// Adds the control bus 5 and noise, and writes 1 to that bus.
    private static let controlReader = definition("controlReader") { _ in
        out([1, noise() * 0.1 + UGen.unit("In", .control, [5])[0]])
        out([5, 1], .control)
    }

    /// Loops the buffer 1 to the second output.
    private static let player = definition("player") { _ in
        out([1, UGen.unit("PlayBuf", .audio, [1, 1, 1, 0, 1, 0])[0]])
    }

    /// An envelope that fades in over a second, times noise, divided by `b`.
    private static let fading = definition("fading") { def in
        let line = UGen.unit("Line", .audio, [0, 1, 1, 0])[0]
        let delay = UGen.unit("CombN", .audio, [noise() * line, 0.01, 0.01, 1])[0]
        out([0, delay / def.control("b", 1)])
    }

    private static func definition(_ name: String, _ body: (SynthDef.Builder) -> Void) -> [UInt8] {
        (try? SynthDef(name) { body($0) }.bytes) ?? []
    }
}

import Tonewheel
import TonewheelSoundFiles

/// A score for an engine that plays and for one that renders a file: about fifty synths at a time, with oscillators,
/// filters, delays, a reverberation, noise, buffers that are recorded and played, sound files that are played and
/// recorded, triggers with replies, groups, mapped buses, and changes at exact frames. `[control]`
struct Score {
    private let random: Choices
    private let seconds: Double
    private let sampleRate = 48_000.0

    /// The folder of the sound files.
    private let folder: String

    /// The first frame of the music.
    static let start: Int64 = 48_000

    /// Random choices that depend on the seed and the number of the choice.
    struct Choices {
        private var state: UInt64

        init(seed: UInt64) {
            state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        }

        mutating func next() -> UInt64 {
            // xorshift64* (G. Marsaglia, 2003; S. Vigna, 2016).
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }

        mutating func number(_ range: ClosedRange<Double>) -> Double {
            range.lowerBound + (range.upperBound - range.lowerBound) * Double(next() >> 11) / 0x1p53
        }

        mutating func index(_ count: Int) -> Int { Int(next() % UInt64(count)) }
    }

    /// The synths that crash or hang in a worker.
    enum Faults {
        /// There are none.
        case none

        /// They crash or hang.
        case real

        /// They are paused in the block in which the others crash or hang.
        case paused
    }

    private let faults: Faults

    init(seed: UInt64, seconds: Double, folder: String, _ faults: Faults = .none) {
        self.folder = folder
        random = Choices(seed: seed)
        self.seconds = seconds
        self.faults = faults
    }

    /// The number of frames of the score.
    var frameCount: Int64 { Self.start + Int64(seconds * sampleRate) }

    private static func audio(_ name: String, _ inputs: [UGen], outputs: Int = 1) -> UGen {
        UGen.unit(name, .audio, inputs, outputs: outputs)[0]
    }

    private static func control(_ name: String, _ inputs: [UGen]) -> UGen {
        UGen.unit(name, .control, inputs, outputs: 1)[0]
    }

    /// The definitions. Those of voices have the controls freq, amp, cut, bus and gate.
    static func definitions() throws -> [SynthDef] {
        func voice(_ name: String, _ body: (UGen, UGen, UGen) -> UGen) throws -> SynthDef {
            try SynthDef(name) { def in
                let envelope = EnvGen.kr(
                    .adsr(0.05, 0.2, 0.6, 0.4), gate: def.control("gate", 1), doneAction: .freeSelf)
                let freq = def.control("freq", 220)
                let signal = body(freq, def.control("cut", 1200), def.control("bus", 0))
                Out.ar(def.control("out", 0), Pan2.ar(signal * envelope * def.control("amp", 0.02), 0.3))
            }
        }
        return [
            try voice("saw") { freq, cut, _ in RLPF.ar(Saw.ar(freq) + Saw.ar(freq * 1.01), cut, 0.3) },
            try voice("pulse") { freq, cut, _ in
                LPF.ar(Pulse.ar(freq, width: 0.3 + 0.2 * Self.control("LFNoise1", [3])), cut)
            },
            try voice("fm") { freq, cut, _ in SinOsc.ar(freq + SinOsc.ar(freq * 2) * cut * 0.2) },
            try voice("noise") { freq, cut, _ in BPF.ar(WhiteNoise.ar(), cut, 0.2) + Self.audio("PinkNoise", []) * 0.1
            },
            try voice("comb") { freq, _, _ in
                Self.audio("CombC", [Self.audio("Dust", [8]) + WhiteNoise.ar() * 0.01, 0.2, 1 / freq, 2])
            },
            try voice("delay") { freq, cut, _ in
                Self.audio("AllpassC", [RLPF.ar(Saw.ar(freq), cut, 0.5), 0.5, 0.3 + 0.1 * SinOsc.kr(0.2), 3])
            },
            try voice("trigger") { freq, cut, _ in
                let trigger = Impulse.kr(5 + Self.control("LFNoise0", [2]))
                SendTrig.kr(trigger, id: 7, value: freq)
                SendReply.kr(trigger, "/step", [freq, cut])
                return SinOsc.ar(freq) * Self.control("Decay", [trigger, 0.2])
            },
            try voice("loop") { freq, _, bus in
                Self.audio("PlayBuf", [bus, freq / 220, Impulse.kr(0.7), 0, 1, 0])
            },
            try SynthDef("record") { def in
                let sound = SinOsc.ar(def.control("freq", 110)) * 0.3 + WhiteNoise.ar() * 0.02
                _ = Self.audio("RecordBuf", [def.control("bus", 0), 0, 0.7, 0.3, 1, 1, 1, 0, sound])
            },
            try SynthDef("once") { def in
                let sound = DiskIn.ar(def.control("bus", 0))
                _ = Self.control("FreeSelfWhenDone", [sound])
                Out.ar(0, Pan2.ar(sound * 0.05, 0.5))
            },
            try SynthDef("repeated") { def in
                Out.ar(0, Pan2.ar(DiskIn.ar(def.control("bus", 0), loop: 1) * 0.05, -0.5))
            },
            try SynthDef("tape") { def in
                DiskOut.ar(def.control("bus", 0), [In.ar(0), In.ar(1)])
            },
            try SynthDef("wobble") { def in
                Out.kr(def.control("bus", 0), 800 + 600 * Self.control("LFNoise2", [def.control("freq", 1)]))
            },
            try SynthDef("room") { def in
                let wet = Self.audio("FreeVerb", [In.ar(def.control("bus", 8)), 0.7, 0.8, 0.4])
                Out.ar(0, Pan2.ar(wet * 0.5, -0.3))
            },
        ]
    }

    /// The length of a section, in frames. A section begins with new buffers and without synths, so that a loss of
    /// state ends with its section.
    static let sectionFrames: Int64 = 192_000

    /// A voice that plays.
    private struct Voice {
        let synth: Synth
        let end: Int64

        /// The frame from which on the voice is not paused.
        var busyUntil: Int64 = 0
    }

    /// The sections, by number.
    var sections: Range<Int> { 0..<Int((frameCount - Self.start + Self.sectionFrames - 1) / Self.sectionFrames) }

    /// The frames of a section.
    func frames(ofSection index: Int) -> Range<Int64> {
        let first = Self.start + Int64(index) * Self.sectionFrames
        return first..<min(first + Self.sectionFrames, frameCount)
    }

    /// Writes the sound files that the score plays: one that ends within a section, and one that is longer than
    /// the frames that are read ahead.
    func writeFiles() throws {
        var random = random
        for (name, count) in [("short", 20_011), ("long", 70_001)] {
            let samples = (0..<count).map { _ in Float(random.number(-0.5...0.5)) }
            let file = try SoundFileWriter(
                path: "\(folder)/\(name).wav", kind: SoundFileKind(.wav, .float), sampleRate: sampleRate,
                channelCount: 1)
            try file.write(samples, frameCount: count)
            try file.close()
        }
    }

    /// Returns the path of the file that is recorded in a section.
    ///
    /// - Parameter suffix: Distinguishes the engines that play the score.
    func recording(ofSection index: Int, _ suffix: String) -> String { "\(folder)/section-\(index)-\(suffix).wav" }

    /// Plays the score.
    ///
    /// - Parameters:
    ///   - suffix: That of the files that are recorded.
    ///   - wait: Waits until the engine is about to reach a frame.
    /// - Returns: The buffers of the files that are recorded.
    @discardableResult
    func play(_ synths: Synths, recording suffix: String, wait: (Int64) throws -> Void) throws -> [Buffer] {
        var random = random
        var tapes: [Buffer] = []
        for definition in try Self.definitions() { try synths.add(definition) }
        let buses = try (0..<4).map { _ in try synths.controlBus() }
        let space = try synths.audioBus(channels: 2)
        let table = (0..<48_000).map { Float(0.3 * Double(($0 * 37) % 1000) / 1000 - 0.15) }
        for section in sections {
            let frames = frames(ofSection: section)
            let (first, last) = (frames.lowerBound, frames.upperBound - 1)
            let tape = try synths.buffer(recordingTo: recording(ofSection: section, suffix), channels: 2)
            tapes.append(tape)
            let files = try ["short", "long"].map { try synths.buffer(streaming: "\(folder)/\($0).wav") }
            let buffers = [
                try synths.buffer([table]), try synths.buffer(frames: 65_536), try synths.buffer(frames: 30_011),
            ]
            try wait(first)
            try playSection(synths, first..<last, buses, space, buffers, files + [tape], &random, wait)
        }
        return tapes
    }

    private func playSection(
        _ synths: Synths, _ frames: Range<Int64>, _ buses: [ControlBus], _ space: AudioBus, _ buffers: [Buffer],
        _ files: [Buffer], _ random: inout Choices, _ wait: (Int64) throws -> Void
    ) throws {
        var frame = frames.lowerBound
        let voices = try synths.group(at: frame)
        let effects = try synths.group(to: .after(voices), at: frame)
        try synths.play("room", ["bus": ControlValue(Int(space.number))], to: .tail(of: effects), at: frame)
        for (index, bus) in buses.enumerated() {
            try synths.play(
                "wobble", ["bus": ControlValue(Int(bus.number)), "freq": ControlValue(0.3 + Double(index))],
                to: .head(of: voices), at: frame)
        }
        for buffer in buffers.dropFirst() {
            try synths.play("record", ["bus": .buffer(buffer)], to: .head(of: voices), at: frame)
        }
        if faults != .none { try playFault(synths, frames.lowerBound, voices) }
        let places: [NodePosition] = [.tail(of: voices), .tail(of: voices), .tail(of: effects)]
        for (index, name) in ["once", "repeated", "tape"].enumerated() {
            try synths.play(name, ["bus": .buffer(files[index])], to: places[index], at: frame + Int64(777 * index))
        }
        let names = ["saw", "pulse", "fm", "noise", "comb", "delay", "trigger", "loop"]
        var playing: [Voice] = []
        while true {
            frame += Int64(random.number(100...2500))
            guard frame < frames.upperBound - 8000 else { break }
            try wait(frame)
            for voice in playing where max(voice.end, voice.busyUntil) <= frame {
                try voice.synth.set("gate", 0, at: frame)
            }
            playing.removeAll { max($0.end, $0.busyUntil) <= frame }
            let choice = random.index(10)
            if playing.count < 15 || choice < 5 && playing.count < 48 {
                let name = names[random.index(names.count)]
                var controls: [String: ControlValue] = [
                    "freq": ControlValue(random.number(60...900)), "cut": ControlValue(random.number(300...4000)),
                    "bus": .buffer(buffers[random.index(buffers.count)]),
                ]
                if random.index(3) == 0 { controls["out"] = ControlValue(Int(space.number)) }
                if random.index(3) == 0 { controls["cut"] = .controlBus(buses[random.index(buses.count)]) }
                let synth = try synths.play(name, controls, to: .tail(of: voices), at: frame)
                playing.append(Voice(synth: synth, end: frame + Int64(random.number(20_000...120_000))))
                continue
            }
            let index = random.index(playing.count)
            switch choice {
            case 5, 6: try playing[index].synth.set("freq", ControlValue(random.number(60...900)), at: frame)
            case 7: try playing[index].synth.set("cut", ControlValue(random.number(300...4000)), at: frame)
            case 8 where playing[index].busyUntil <= frame:
                try playing[index].synth.run(false, at: frame)
                try playing[index].synth.run(true, at: frame + 3000)
                playing[index].busyUntil = frame + 3001
            case 9 where playing[index].busyUntil <= frame: try playing.remove(at: index).synth.free(at: frame)
            default: break
            }
        }
        try voices.free(at: frames.upperBound - 64)
        try effects.free(at: frames.upperBound - 64)
    }

    /// Plays a synth that ends its worker in its hundredth block, with a crash or a hang by turns.
    private func playFault(_ synths: Synths, _ first: Int64, _ group: Group) throws {
        let number = first / Self.sectionFrames
        let isReal = faults == .real
        try synths.add(
            SynthDef("fault\(number)") { def in
                let mode = def.control("mode", 0)
                let tone = SinOsc.ar(330 + mode * 0) * 0.1
                Out.ar(0, isReal ? Self.audio("Fault", [tone, mode]) : tone)
            })
        let frame = (first + 48_000) / 64 * 64
        let synth = try synths.play("fault\(number)", to: .tail(of: group), at: frame)
        let end = frame + 100 * 64
        if isReal {
            try synth.set("mode", number % 2 == 0 ? 1 : 2, at: end)
        } else {
            try synth.run(false, at: end)
        }
    }
}

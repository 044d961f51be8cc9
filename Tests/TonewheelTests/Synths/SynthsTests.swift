import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelSoundFiles

/// Tests of synths in Swift programs, without OSC.
@Suite struct SynthsTests {
    // MARK: - Offline

    private func constant(_ name: String = "constant") throws -> SynthDef {
        try SynthDef(name) { def in
            Out.ar(def.control("out", 0), def.control("value", 0.25, .audio))
        }
    }

    private func offline(
        _ seconds: Double = 0.1, _ body: (Synths) throws -> Void
    ) throws -> [Float] {
        var configuration = AudioEngine.Configuration()
        configuration.channelCount = 1
        return try AudioEngine.render(seconds: seconds, configuration, body).channels[0]
    }

    @Test func synthPlaysItsDefinition() throws {
        let samples = try offline { try $0.play(constant()) }
        #expect(samples.count == 4800)
        #expect(samples.allSatisfy { $0 == 0.25 })
    }

    @Test func controlsAreSetAtTheExactFrame() throws {
        let samples = try offline { synths in
            let synth = try synths.play(constant(), ["value": 0.5], at: 100)
            try synth.set("value", 0.75, at: 641)
            try synth.set(["value": 1], at: 1279)
            try synth.free(at: 1950)
        }
        let steps: [(Range<Int>, Float)] = [
            (0..<100, 0), (100..<641, 0.5), (641..<1279, 0.75), (1279..<1950, 1), (1950..<4800, 0),
        ]
        for (frames, value) in steps { #expect(samples[frames].allSatisfy { $0 == value }, "\(frames)") }
    }

    @Test func groupsAndPositionsOrderNodes() throws {
        // Each synth overwrites the bus.
        let writer = try SynthDef("writer") { def in
            ReplaceOut.ar(0, K2A.ar(def.control("value", 0)))
        }
        let samples = try offline { synths in
            try synths.add(writer)
            let group = try synths.group()
            let last = try synths.play("writer", ["value": 0.1], to: .tail(of: group))
            try synths.play("writer", ["value": 0.2], to: .before(last))
            let behind = try synths.play("writer", ["value": 0.3], to: .after(group), at: 640)
            try behind.move(to: .before(group), at: 1280)
            try group.set(["value": 0.4], at: 1920)
            try group.run(false, at: 2560)
            try group.freeAll(at: 3200)
        }
        #expect(samples[600] == 0.1)
        #expect(samples[1200] == 0.3)
        #expect(samples[1900] == 0.1)
        #expect(samples[2500] == 0.4)
        #expect(samples[3100] == 0.3)
    }

    @Test func controlsFollowBuses() throws {
        let samples = try offline { synths in
            let bus = try synths.controlBus()
            let synth = try synths.play(constant(), ["value": .controlBus(bus)])
            try bus.set(0.125)
            try bus.set(0.375, at: 1280)
            try synth.set("value", 0.5, at: 2560)
        }
        #expect(samples[1000] == 0.125)
        #expect(samples[2000] == 0.375)
        #expect(samples[3000] == 0.5)
    }

    @Test func audioBusesCarrySignals() throws {
        let reader = try SynthDef("reader") { def in
            Out.ar(0, In.ar(def.control("from", 0)) * 2)
        }
        let samples = try offline { synths in
            let bus = try synths.audioBus()
            #expect(bus.number > 0)
            let source = try synths.play(constant(), ["out": ControlValue(Double(bus.number))])
            try synths.play(reader, ["from": ControlValue(Double(bus.number))], to: .after(source))
        }
        #expect(samples.allSatisfy { $0 == 0.5 })
    }

    @Test func buffersOfSamplesArePlayed() throws {
        let player = try SynthDef("player") { def in
            Out.ar(0, PlayBuf.ar(def.control("buffer", 0)))
        }
        let samples = try offline { synths in
            let buffer = try synths.buffer([(0..<100).map { Float($0) / 100 }])
            #expect(buffer.frameCount == 100 && buffer.channelCount == 1 && buffer.sampleRate == 48_000)
            try synths.play(player, ["buffer": .buffer(buffer)])
        }
        #expect(samples[..<100].enumerated().allSatisfy { abs($1 - Float($0) / 100) < 1e-6 })
    }

    @Test func filesAreRenderedAndRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("constant.wav")
        try AudioEngine.render(seconds: 0.05, to: path) { try $0.play(constant()) }
        let samples = try offline { synths in
            let buffer = try synths.buffer(reading: path)
            #expect(buffer.frameCount == 2400 && buffer.channelCount == 2)
            let player = try SynthDef("player") { def in
                Out.ar(0, PlayBuf.ar(def.control("buffer", 0), channels: 2)[0])
            }
            try synths.play(player, ["buffer": .buffer(buffer)])
        }
        #expect(samples[10] == 0.25)
        #expect(throws: SynthError.self) {
            try offline { _ = try $0.buffer(reading: folder.path("nothing.wav")) }
        }
    }

    @Test func sameCommandsProduceTheSameSamples() throws {
        func take() throws -> [Float] {
            try offline { synths in
                try synths.play(SynthDef("noise") { _ in Out.ar(0, WhiteNoise.ar() * 0.5) })
            }
        }
        let first = try take()
        #expect(try first == take())
        #expect(first.contains { $0 != 0 })
    }

    // MARK: - Errors

    @Test func errorsDescribeTheRemedy() throws {
        #expect(throws: SynthError.noDefinition("lost")) { try offline { try $0.play("lost") } }
        let noControl = SynthError.noControl("freq", of: "constant", has: ["out", "value"])
        #expect(throws: noControl) { try offline { try $0.play(constant(), ["freq": 1]) } }
        #expect(noControl.description == "'constant' has no control 'freq'. It has out, value.")
        #expect(throws: noControl) { try offline { try $0.play(constant()).set("freq", 1) } }
        #expect(throws: SynthError.noDefinition("lost")) { try offline { try $0.removeDefinition("lost") } }
        #expect(throws: SynthError.self) { try offline { _ = try $0.buffer([[], []]) } }
        #expect(throws: SynthError.noneLeft("control buses")) {
            try offline { _ = try $0.controlBus(channels: 1 << 20) }
        }
        for seconds in [Double.infinity, .nan, -1] {
            #expect(throws: EngineError.self) { try offline(seconds) { _ in } }
            #expect(throws: EngineError.self) { try AudioEngine.render(seconds: seconds, to: "/nowhere.wav") { _ in } }
        }
        for count in [0, -1] {
            #expect(throws: SynthError.self) { try offline { _ = try $0.buffer(frames: count) } }
            #expect(throws: SynthError.self) { try offline { _ = try $0.controlBus(channels: count) } }
        }
        _ = try offline { synths in
            #expect(synths.frame(in: .infinity) > 0 && synths.frame(in: .nan) == 0)
        }
        // Errors that occur while a block is rendered.
        let error = #expect(throws: SynthError.self) {
            try offline { synths in
                let synth = try synths.play(constant())
                try synth.free()
                try synth.free()
            }
        }
        #expect(error?.description.hasPrefix("/n_free: Node") == true)
    }

    @Test func commandsBeforeTheFirstStartAreRefused() throws {
        let engine = try AudioEngine()
        #expect(throws: SynthError.notStarted) { try engine.synths.add(constant()) }
    }

    // MARK: - Live

    private func live(loadLimit: Double? = nil, _ body: (AudioEngine) async throws -> Void) async throws {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.locksMemory = false
        configuration.gate = false
        configuration.loadLimit = loadLimit
        let engine = try AudioEngine(configuration)
        try engine.start()
        do {
            try await body(engine)
        } catch {
            try engine.stop()
            throw error
        }
        try engine.stop()
    }

    @Test func failedWaitForAnEndIsAnError() async throws {
        try await live { engine in
            let synths = engine.synths
            let never: Int64 = 1 << 40
            let synth = try synths.play(constant(), at: never)
            // The commands fill the queue, so that the query at that frame is refused.
            #expect(throws: SynthError.self) {
                for _ in 0..<10_000 { try synth.set("value", 0.5, at: never) }
            }
            await #expect(throws: SynthError.self) { try await synth.end() }
        }
    }

    @Test func endsOfNodesAreAwaited() async throws {
        try await live { engine in
            let synths = engine.synths
            let ping = try SynthDef("ping") { _ in
                Out.ar(0, EnvGen.kr(.perc(0.001, 0.02), doneAction: .freeSelf) * K2A.ar(0.5))
            }
            let first = try synths.play(ping)
            await #expect(throws: Never.self) { try await first.end() }
            // The node has not started yet.
            let later = try synths.play("ping", at: synths.frame(in: 0.5))
            let before = synths.frame
            try await later.end()
            #expect(synths.frame >= before + 20_000)
            // The node has ended already.
            await #expect(throws: Never.self) { try await first.end() }
            let group = try synths.group()
            try synths.play("ping", to: .tail(of: group))
            try group.free()
            await #expect(throws: Never.self) { try await group.end() }
            try await synths.sync()
        }
    }

    @Test func busValuesAreRead() async throws {
        try await live { engine in
            let bus = try engine.synths.controlBus(channels: 3)
            try bus.set(1, 2, 3)
            #expect(try await bus.values() == [1, 2, 3])
            try bus.free()
            #expect(try engine.synths.controlBus(channels: 3).number == bus.number)
        }
    }

    @Test func syncReportsFailures() async throws {
        try await live { engine in
            let synths = engine.synths
            let synth = try synths.play(constant(), ["value": 0])
            try synth.free()
            try synth.set("value", 1)
            await #expect(throws: SynthError.self) { try await synths.sync() }
            try await synths.sync()
        }
    }

    @Test func synthsAreRefusedAboveTheLoadLimit() async throws {
        try await live(loadLimit: 0.9) { engine in
            let gate = try #require(engine.synthHost?.control.loadGate)
            gate.assume(0.97)
            let error = #expect(throws: SynthError.self) { try engine.synths.play(constant()) }
            #expect(error?.description.contains("The load of 97 % exceeds the limit of 90 %") == true)
            #expect(engine.status.synthsRefused == 1)
            #expect(engine.status.loadLimit == 0.9)
            // The engine's own synths start at any load, and counters start again.
            try engine.stop()
            #expect(engine.status.synthsRefused == 1)
            try engine.apply(ParameterChange(frequency: 880, gate: true))
            try engine.start()
            #expect(engine.status.synthsRefused == 0)
            #expect(try await eventually { engine.status.level > -30 })
            gate.assume(0.9)
            let synth = try engine.synths.play("constant", ["value": 0])
            try synth.free()
            try await engine.synths.sync()
        }
    }

    @Test func offlineThereIsNoLoadLimit() throws {
        var configuration = AudioEngine.Configuration()
        configuration.loadLimit = 0.01
        let sound = try AudioEngine.render(seconds: 0.01, configuration) { synths in
            for _ in 0..<100 { try synths.play(constant()) }
        }
        #expect(sound.channels[0].allSatisfy { $0 == 25 })
    }

    /// Offline rendering waits for the disk.
    @Test func filesAreStreamedAndRecorded() throws {
        let folder = try TemporaryFolder()
        let ramp = (0..<40_000).map { Float($0) * 0x1p-16 }
        let source = try SoundFileWriter(
            path: folder.path("ramp.wav"), kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1)
        try source.write(ramp, frameCount: ramp.count)
        try source.close()
        let copy = try SynthDef("copy") { def in
            let sound = DiskIn.ar(def.control("in", 0))
            DiskOut.ar(def.control("to", 0), [sound, -1 * sound])
            Out.ar(0, sound)
        }
        let played = try offline(2) { synths in
            let input = try synths.buffer(streaming: folder.path("ramp.wav"))
            let output = try synths.buffer(recordingTo: folder.path("copy.wav"), channels: 2)
            try synths.play(copy, ["in": .buffer(input), "to": .buffer(output)])
        }
        #expect(Array(played[..<40_000]) == ramp)
        #expect(played[40_000...].allSatisfy { $0 == 0 })
        let file = try SoundFile(reading: folder.path("copy.wav"))
        #expect(file.channel(0) == played && file.channel(1) == played.map { -$0 })
        #expect(throws: SynthError.self) {
            try offline { _ = try $0.buffer(streaming: folder.path("missing.wav")) }
        }
        #expect(throws: SynthError.self) {
            try offline { _ = try $0.buffer(recordingTo: folder.path("no/such/folder.wav")) }
        }
        #expect(throws: SynthError.self) {
            try offline { _ = try $0.buffer(recordingTo: folder.path("sound.mp3")) }
        }
    }

    @Test func buffersAreWritten() async throws {
        let folder = try TemporaryFolder()
        try await live { engine in
            let buffer = try engine.synths.buffer([[0.25, 0.5]])
            try await buffer.write(to: folder.path("buffer.wav"))
            #expect(try engine.synths.buffer(reading: folder.path("buffer.wav")).frameCount == 2)
            try buffer.free()
        }
    }
}

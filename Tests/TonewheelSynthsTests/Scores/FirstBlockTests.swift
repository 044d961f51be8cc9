import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelSoundFiles
import TonewheelSynths

/// The initial values of signals, from which a synth's first block starts.
@Suite struct FirstBlockTests {
    /// Renders the first frames of a SynthDef with a trigger control.
    private func frames(_ signal: @escaping (_ trigger: UGen) -> UGen) throws -> [Float] {
        let folder = try TemporaryFolder()
        let definition = try SynthDef("a") { def in
            let trigger = def.control("t", 1, .trigger)
            Out.ar(0, signal(trigger))
        }
        var bytes: [UInt8] = []
        for (frame, messages) in [
            (0, [OSCMessage("/d_recv", .blob(definition.bytes))]), (0, [OSCMessage("/s_new", "a", 1000, 0, 0)]),
            (256, [OSCMessage("/c_set", 0, 0)]),
        ] {
            let tag = OSCTimeTag(rawValue: UInt64(Double(frame) / 48_000 * 0x1p32))
            let bundle = try OSCBundle(timeTag: tag, elements: messages.map(OSCPacket.message)).encoded()
            withUnsafeBytes(of: UInt32(bundle.count).bigEndian) { bytes += Array($0) }
            bytes += bundle
        }
        let path = folder.path("a.wav")
        var settings = ScoreRenderer.Settings(output: path, options: SynthServerOptions(version: "0"))
        settings.shape.inputBusCount = 0
        _ = try ScoreRenderer(try Score(decoding: bytes), settings).render { _ in }
        return try SoundFile(reading: path).channel(0)
    }

    private func unit(_ name: String, _ rate: Rate, _ inputs: [UGen], outputs: Int = 1) -> UGen {
        UGen.unit(name, rate, inputs, outputs: outputs)[0]
    }

    /// An envelope that jumps from 0 to 1 and falls back to 0.
    private func percussion(_ rate: Rate) -> UGen {
        unit("EnvGen", rate, [1, 1, 0, 1, 0, 0, 2, -99, -99, 1, 0, 5, -4, 0, 0.55, 5, -4])
    }

    @Test func triggerControlTriggersInTheFirstFrame() throws {
        let samples = try frames { trigger in
            unit("Trig", .audio, [trigger, unit("SampleDur", .scalar, [])])
        }
        #expect(samples[0] == 1)
        #expect(samples[1...].allSatisfy { $0 == 0 })
    }

    @Test func decayTriggersOnce() throws {
        let samples = try frames { trigger in
            unit("K2A", .audio, [unit("Decay", .control, [trigger, 10])])
        }
        // `K2A` interpolates between blocks, so that the value is 1 at the end of the first block.
        #expect(samples[0] == 0)
        #expect(abs(samples[64] - 1) < 0.001)
    }

    @Test func gainsInterpolateFromTheInitialLevel() throws {
        let samples = try frames { _ in
            unit("Pan2", .audio, [unit("DC", .audio, [1]), 0, percussion(.audio)], outputs: 2)
        }
        #expect(samples[0] == 0)
        #expect(abs(samples[32] - samples[63] * 32 / 63) < 1e-4)
    }

    @Test(arguments: ["LPF", "HPF", "RLPF", "RHPF", "BPF", "BRF", "Resonz", "Ringz", "BLowPass"])
    func coefficientsInterpolateFromTheInitialFrequency(name: String) throws {
        func filtered(_ frequency: @escaping () -> UGen) throws -> [Float] {
            try frames { _ in
                unit(name, .audio, [unit("LFSaw", .audio, [110, 0.3]), frequency(), 0.3])
            }
        }
        let moving = try filtered { percussion(.control) * 2000 + 300 }
        let still = try filtered { 300 }
        #expect(moving[0] == still[0])
        #expect(moving[63] != still[63])
    }
}

import Testing
import TonewheelOSC
import TonewheelSynths

/// Controls that are mapped to audio buses, with writers before and after. The values are those of scsynth 3.13.
@Suite struct FollowingTests {
    private let synths = TestSynths()

    /// Starts a synth with controls mapped to bus 10, and a synth that counts frames on this bus.
    private func start(writerIsFirst: Bool) {
        for definition in [LocalDefinitions.following, LocalDefinitions.ramp] {
            synths.send(OSCMessage("/d_recv", .blob(definition)))
        }
        synths.server.perform(
            [
                OSCMessage("/s_new", "following", 1, 0, 0), OSCMessage("/s_new", "ramp", 2, writerIsFirst ? 0 : 1, 0),
                OSCMessage("/n_mapa", 1, "v", 10), OSCMessage("/n_mapa", 1, "a", 10),
            ], client: 1)
    }

    /// Returns, for each block, the last frame of the control-rate output and the first frame of the audio-rate output.
    private func blocks(_ count: Int) -> [[Float]] {
        (0..<count).map { _ in
            let outputs = synths.render()
            return [outputs[0][63].rounded(), outputs[1][0]]
        }
    }

    @Test func laterWriterIsReadOneBlockLater() {
        start(writerIsFirst: false)
        #expect(blocks(4).dropFirst() == [[0, 0], [63, 64], [127, 128]])
        synths.server.perform([OSCMessage("/n_free", 2)], client: 1)
        // After the last block, the audio-rate control is silent, and the control-rate one keeps its value.
        #expect(blocks(3) == [[191, 192], [192, 0], [192, 0]])
    }

    @Test func earlierWriterIsReadInTheSameBlock() {
        start(writerIsFirst: true)
        #expect(blocks(4).dropFirst() == [[63, 64], [127, 128], [191, 192]])
        synths.server.perform([OSCMessage("/n_free", 2)], client: 1)
        #expect(blocks(3) == [[192, 0], [192, 0], [192, 0]])
    }
}

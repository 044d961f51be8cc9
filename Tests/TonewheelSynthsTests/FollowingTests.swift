import Testing
import TonewheelOSC
import TonewheelSynths

/// Controls that follow audio buses, wherever these are written. Values as scsynth 3.13's.
@Suite struct FollowingTests {
    private let synths = TestSynths()

    /// Starts a synth that follows the bus 10, and one that counts frames there.
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

    /// The last frame at control rate and the first one at audio rate, block by block.
    private func blocks(_ count: Int) -> [[Float]] {
        (0..<count).map { _ in
            let outputs = synths.render()
            return [outputs[0][63].rounded(), outputs[1][0]]
        }
    }

    @Test func aWriterBehindIsHeardOneBlockLater() {
        start(writerIsFirst: false)
        #expect(blocks(4).dropFirst() == [[0, 0], [63, 64], [127, 128]])
        synths.server.perform([OSCMessage("/n_free", 2)], client: 1)
        // The last block, and then silence at audio rate; a value stays.
        #expect(blocks(3) == [[191, 192], [192, 0], [192, 0]])
    }

    @Test func aWriterBeforeIsHeardAtOnce() {
        start(writerIsFirst: true)
        #expect(blocks(4).dropFirst() == [[63, 64], [127, 128], [191, 192]])
        synths.server.perform([OSCMessage("/n_free", 2)], client: 1)
        #expect(blocks(3) == [[192, 0], [192, 0], [192, 0]])
    }
}

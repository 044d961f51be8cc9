import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph

/// The stamps of a worker's graph.
@Suite struct StampTests {
    private let worker = GraphControl.replica(.worker)

    init() throws {
        try worker.add(.put)
    }

    private func hold(_ operations: GraphOperation..., isExact: Bool = false) {
        var builder = CommandPacketBuilder()
        for operation in operations { builder.add(operation, of: 0) }
        #expect(worker.enqueue(builder.packet(client: 1, isExact: isExact)))
    }

    private func take(_ stamp: GraphStamp) -> Bool { worker.take(stamp) }

    private var put: GraphOperation { .add(try! worker.makeSynth("put", id: 1, []), .toTail, target: 0) }

    @Test func packetsWaitForTheirStamps() {
        hold(put)
        hold(.fill(node: 1, .index(0), count: 1, 5), isExact: true)
        #expect(worker.render()[0] == 0)
        #expect(take(.packet(atFrame: 64)))
        #expect(worker.render()[0] == 10)
        #expect(take(.packet(atFrame: 128 + 64 + 32)))
        #expect(!take(.packet(atFrame: 0)))
        #expect(worker.render()[0] == 10)
        let last = worker.render()
        #expect(last[31] == 10)
        #expect(last[32] == 5)
    }

    @Test func stampsSetControls() {
        hold(put)
        #expect(take(.packet(atFrame: 0)))
        #expect(take(.setControl(node: 1, .index(0), 3, atFrame: 0)))
        #expect(worker.render()[0] == 10)
        #expect(take(.setControl(node: 1, .index(0), 3, atFrame: 64)))
        #expect(worker.render()[0] == 3)
        #expect(take(.setControl(node: 1, ControlKey(name: "values"), 4, atFrame: 128)))
        #expect(take(.setControl(node: 1, .index(0), .nan, atFrame: 128)))
        #expect(worker.render()[0] == 4)
        // Setting a control that does not exist is a no-op.
        #expect(take(.setControl(node: 1, .index(99), 5, atFrame: 192)))
        #expect(take(.setControl(node: 0, .index(1), 6, atFrame: 192)))
        let last = worker.render()
        #expect(last[0] == 4)
        #expect(last[64] == 6)
    }

    @Test func stampsSetTheFrame() {
        #expect(take(.begin(atFrame: 6400)))
        #expect(worker.graph.pointee.frame == 6400)
        #expect(take(.begin(atFrame: -64)))
        #expect(worker.graph.pointee.frame == 6400)
    }

    /// The ring is in memory that another process may have corrupted.
    @Test func anyBytesAreAValidStamp() {
        #expect(MemoryLayout<GraphStamp>.size == 32)
        #expect(MemoryLayout<GraphStamp>.stride == 32)
        hold(put)
        _ = take(.packet(atFrame: 0))
        var random = RepeatableRandom(seed: 3)
        for _ in 0..<2000 {
            var words = (0..<4).map { _ in random.next() }
            if Bool.random(using: &random) { words[0] = words[0] & ~0xFFFF_FFFC }
            let stamp = words.withUnsafeBytes { $0.loadUnaligned(as: GraphStamp.self) }
            if stamp.isPacket { hold(.fill(node: 1, .index(0), count: 1, 1)) }
            _ = take(stamp)
            worker.render()
            worker.collect { _ in }
        }
    }
}

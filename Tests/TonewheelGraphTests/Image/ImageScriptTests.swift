import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph

/// Images of graphs that random commands change.
@Suite struct ImageScriptTests {
    /// The copy that reads an image in the middle of a script renders the same samples as the original, through nodes
    /// that are being removed, scheduled packets, pauses and mappings.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func copyContinuesInTheMiddleOfAScript(seed: UInt64) throws {
        var graph = GraphControl.replica(.standalone)
        try graph.add(.voice)
        var script = ReplicaScript(seed: 300 + seed, blockFrames: graph.shape.blockFrames)
        var isAudible = false
        for round in 0..<100 {
            let copy = GraphControl.replica(.standalone)
            try copy.read(image: try graph.image())
            try #require(copy.tree() == graph.tree(), "round \(round)")
            for block in 0..<25 {
                for packet in script.packets(before: graph.graph.pointee.frame) {
                    packet.send(to: graph, isAlone: true)
                    packet.send(to: copy, isAlone: true)
                }
                let (rendered, expected) = (copy.render(), graph.render())
                graph.collect { _ in }
                copy.collect { _ in }
                try #require(rendered.map(\.bitPattern) == expected.map(\.bitPattern), "block \(block), \(round)")
                isAudible = isAudible || rendered.contains { $0 != 0 }
            }
            #expect(copy.muted == graph.muted)
            let isSame = try copy.image() == graph.image()
            try #require(isSame, "round \(round)")
            graph = copy
        }
        #expect(isAudible)
    }

    /// Nodes end in later blocks than the one that frees them, if the budget of the block is used up.
    @Test func nodesThatAreBeingRemovedEndInTheCopyToo() throws {
        let graph = TestGraph { $0.endsPerBlock = 3 }
        try graph.control.add(.trace)
        for id in 1...20 { graph.synth("trace", Int32(id)) }
        graph.group(50)
        graph.render()
        graph.freeChildren(0)
        graph.render()
        let copy = TestGraph { $0.endsPerBlock = 3 }
        try copy.control.read(image: try graph.control.image())
        _ = graph.takeEvents()
        for _ in 0..<12 {
            #expect(graph.render() == copy.render())
            #expect(graph.takeEvents() == copy.takeEvents())
            #expect(graph.control.counts.synths == copy.control.counts.synths)
        }
        #expect(copy.control.counts.synths == 0)
        #expect(copy.control.counts.groups == 1)
    }

    @Test func aGraphOfAnotherShapeRejectsTheImage() throws {
        let image = try TestGraph().control.image()
        let other = TestGraph { $0.audioBusCount = 17 }
        #expect(throws: CodecError.self) { try other.control.read(image: image) }
    }

    /// Damaged images are rejected, whether their checksum is right or not, and leave no memory behind.
    @Test func damagedImagesAreRejected() throws {
        let graph = TestGraph()
        try graph.control.add(.trace)
        for id in 1...4 { graph.synth("trace", Int32(id)) }
        graph.group(9)
        graph.render(blocks: 3)
        let image = try graph.control.image()
        var random = RepeatableRandom(seed: 5)
        var rejected = 0
        for _ in 0..<2000 {
            var bytes = image
            if Int.random(in: 0..<4, using: &random) == 0 {
                bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
            }
            if !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            do {
                try TestGraph().control.read(image: bytes)
            } catch {
                rejected += 1
            }
        }
        #expect(rejected == 2000)
    }
}

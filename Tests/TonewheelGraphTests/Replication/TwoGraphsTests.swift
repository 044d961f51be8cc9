import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph

/// A shadow and a worker, which together behave like one standalone graph.
@Suite struct TwoGraphsTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func workerMatchesAStandaloneGraph(seed: UInt64) throws {
        let replica = Replica()
        let alone = GraphControl.replica(.standalone)
        try alone.add(.voice)
        var script = ReplicaScript(seed: seed, blockFrames: alone.shape.blockFrames)
        var isAudible = false
        for block in 0..<2500 {
            for packet in script.packets(before: replica.frame) {
                packet.send(to: replica.shadow)
                packet.send(to: alone, isAlone: true)
            }
            let (rendered, expected) = (replica.render(), alone.render())
            alone.collect { _ in }
            replica.shadow.collect { _ in }
            try #require(rendered.map(\.bitPattern) == expected.map(\.bitPattern), "block \(block)")
            isAudible = isAudible || rendered.contains { $0 != 0 }
            // A query applies packets ahead of the next block: most blocks start without one.
            guard block % 3 == 0 else { continue }
            let trees = replica.trees()
            try #require(trees.shadow == trees.worker, "block \(block)")
            let muted = replica.shadow.muted
            try #require(muted == replica.worker.muted && muted == alone.muted, "block \(block)")
        }
        #expect(alone.counts.mutedNodes > 4)
        #expect(replica.shadow.counts.mutedNodes == alone.counts.mutedNodes)
        #expect(replica.trees().worker == alone.tree())
        #expect(isAudible)
        #expect(replica.shadow.counts.synths == alone.counts.synths)
        #expect(replica.shadow.counts.groups == alone.counts.groups)
        #expect(replica.worker.counts.lostReplies == 0)
    }

    /// A worker that is replaced by a copy every few blocks, in the middle of its synths, renders the samples of a
    /// standalone graph.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func copiesOfAWorkerMatchAStandaloneGraph(seed: UInt64) throws {
        let replica = Replica()
        let alone = GraphControl.replica(.standalone)
        try alone.add(.voice)
        var script = ReplicaScript(seed: 400 + seed, blockFrames: alone.shape.blockFrames)
        var random = RepeatableRandom(seed: seed)
        var copyCount = 0
        for block in 0..<1500 {
            for packet in script.packets(before: replica.frame) {
                packet.send(to: replica.shadow)
                packet.send(to: alone, isAlone: true)
            }
            if Int.random(in: 0..<8, using: &random) == 0 {
                try replica.replaceWithCopy()
                copyCount += 1
            }
            let (rendered, expected) = (replica.render(), alone.render())
            alone.collect { _ in }
            replica.shadow.collect { _ in }
            try #require(rendered.map(\.bitPattern) == expected.map(\.bitPattern), "block \(block)")
        }
        #expect(copyCount > 100)
        let trees = replica.trees()
        #expect(trees.shadow == trees.worker)
        #expect(trees.worker == alone.tree())
    }

    /// Events are delayed, so that the worker rejects operations that the shadow accepts, and vice versa. The trees
    /// converge.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64], [true, false])
    func shadowConvergesWithALateWorker(seed: UInt64, reusesIDs: Bool) throws {
        let replica = Replica(delay: Int64(seed % 4) + 1)
        var script = ReplicaScript(
            seed: 100 + seed, blockFrames: replica.shadow.shape.blockFrames, reusesIDs: reusesIDs)
        for round in 0..<20 {
            for _ in 0..<40 {
                for packet in script.packets(before: replica.frame) { packet.send(to: replica.shadow) }
                replica.render()
                replica.shadow.collect { _ in }
            }
            replica.settle()
            let trees = replica.trees(withControls: false)
            try #require(trees.shadow == trees.worker, "round \(round)")
            #expect(replica.shadow.counts.synths == replica.worker.counts.synths)
        }
        #expect(replica.correctionCount > 0)
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func newWorkerResumesFromTheShadow(seed: UInt64) throws {
        let replica = Replica()
        var script = ReplicaScript(seed: 200 + seed, blockFrames: replica.shadow.shape.blockFrames)
        for _ in 0..<20 {
            for _ in 0..<40 {
                for packet in script.packets(before: replica.frame) { packet.send(to: replica.shadow) }
                replica.render()
                replica.shadow.collect { _ in }
            }
            replica.restart()
            let trees = replica.trees()
            try #require(trees.shadow == trees.worker)
            #expect(replica.shadow.muted == replica.worker.muted)
            // Scheduled packets are still applied at their time.
            for _ in 0..<8 {
                replica.render()
                let trees = replica.trees()
                try #require(trees.shadow == trees.worker)
            }
        }
    }
}

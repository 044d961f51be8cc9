import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph

/// A shadow and a worker: together they are what one graph is alone.
@Suite struct TwoGraphsTests {
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func theWorkerPlaysWhatAGraphPlaysThatIsAlone(seed: UInt64) throws {
        let replica = Replica()
        let alone = GraphControl.replica(.alone)
        try alone.add(.voice)
        var script = ReplicaScript(seed: seed, blockFrames: alone.shape.blockFrames)
        var isAudible = false
        for block in 0..<2500 {
            for packet in script.packets(before: replica.frame) {
                packet.send(to: replica.shadow)
                packet.send(to: alone, isAlone: true)
            }
            let (played, expected) = (replica.render(), alone.render())
            alone.collect { _ in }
            replica.shadow.collect { _ in }
            try #require(played.map(\.bitPattern) == expected.map(\.bitPattern), "block \(block)")
            isAudible = isAudible || played.contains { $0 != 0 }
            // A question is answered ahead of the next block: most blocks begin without.
            guard block % 3 == 0 else { continue }
            let trees = replica.trees()
            try #require(trees.shadow == trees.worker, "block \(block)")
        }
        #expect(replica.trees().worker == alone.tree())
        #expect(isAudible)
        #expect(replica.shadow.counts.synths == alone.counts.synths)
        #expect(replica.shadow.counts.groups == alone.counts.groups)
        #expect(replica.worker.counts.lostReplies == 0)
    }

    /// Events come late, so that the worker refuses what the shadow does not, and the other way round. In the end both have the same.
    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64], [true, false])
    func theShadowCatchesUp(seed: UInt64, reusesNumbers: Bool) throws {
        let replica = Replica(delay: Int64(seed % 4) + 1)
        var script = ReplicaScript(
            seed: 100 + seed, blockFrames: replica.shadow.shape.blockFrames, reusesNumbers: reusesNumbers)
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
    func aNewWorkerGoesOnFromTheShadow(seed: UInt64) throws {
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
            // What waited for its time still comes at its time.
            for _ in 0..<8 {
                replica.render()
                let trees = replica.trees()
                try #require(trees.shadow == trees.worker)
            }
        }
    }
}

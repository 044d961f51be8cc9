import TestSupport
import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime
import TonewheelWorkers
import WorkerSupport

/// Tests of a primary and a standby in virtual time: workers are killed and stopped at every phase of a block's life
/// and of a join, and the device plays the samples of a graph that renders alone.
@Suite struct RedundancyTests {
    /// Every third section allows kills that leave no worker with the state.
    @Test func killsAtEveryPhaseChangeNoSample() throws {
        var hits: [KillPoint: Int] = [:]
        for seed in 1...16 as ClosedRange<UInt64> {
            let run = try RedundancyRun(seed: seed, sections: 6) { $0 % 3 == 2 }
            try run.play()
            try run.settle()
            try check(run, "seed \(seed)")
            hits.merge(run.hits, uniquingKeysWith: +)
        }
        let missed = KillPoint.all.filter { hits[$0, default: 0] == 0 }
        #expect(missed.isEmpty, "\(missed)")
    }

    /// A kill that loses no state loses no frame either.
    @Test func noFrameIsMissingWhileOneWorkerLives() throws {
        let run = try RedundancyRun(seed: 20, sections: 4) { _ in false }
        try run.play()
        try run.settle()
        try check(run, "seed 20")
        #expect(run.pool.counts.losses == 0)
        #expect(run.front.pool.counts.framesMissed == 0)
    }

    /// Turned controls apply in the same block of both workers, so that a failover changes no sample.
    @Test func turnedControlsAreEqualInBothWorkers() throws {
        let stage = try RejoinStage()
        try stage.front.control.add(
            try SynthDef("level") { def in Out.ar(0, LPF.ar(Saw.ar(def.control("freq", 100)), 2000)) })
        let operation = GraphOperation.add(try stage.front.control.makeSynth("level", id: 1000, []), .toTail, target: 0)
        #expect(stage.front.send(operation))
        try stage.play(30)
        var random = RepeatableRandom(seed: 3)
        var compared = 0
        for period in 0..<1500 {
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let freq = Float.random(in: 50...800, using: &random)
                stage.front.turn([ControlTurn(node: 1000, ControlKey(name: "freq"), freq)])
                try stage.pool.turn()
            }
            let isKilled = period % 40 == 39
            if isKilled, let primary = stage.pool[.active] { stage.pool.kill(primary) }
            let block = stage.front.pool.position
            let seat = stage.pool[.standby] ?? (period % 40 < 20 ? stage.pool[.active] : nil)
            let standby = try #require(seat).memory
            let (samples, missing) = try stage.period(withTurns: !isKilled)
            #expect(missing == 0)
            var copy = [Float](repeating: 0, count: standby.slots.paddedSampleCount)
            if standby.slots.take(block, into: &copy).isComplete {
                #expect(copy == samples, "block \(block)")
                compared += 1
            }
        }
        #expect(compared > 1400)
        #expect(stage.pool.counts.divergences == 0 && stage.pool.unexpectedFailures == [])
        #expect(stage.pool.counts.failovers == 37)
        #expect(stage.front.graph.report.missedTurns == 0)
    }

    private func check(_ run: RedundancyRun, _ seed: Comment) throws {
        #expect(run.pool.counts.divergences == 0, seed)
        #expect(run.pool.unexpectedFailures == [], seed)
        #expect(run.peak > 0.05, seed)
        #expect(run.front.mutes.isEmpty, seed)
        #expect(run.pool.counts.failovers > 5 && run.comparedPeriods > 300, seed)
        try checkEvents(run, seed)
        // All nodes of the script have been freed.
        let nodes = run.standalone.control.nodeNumbers
        for phase in [SteppedPool.Seat.Phase.active, .standby] {
            #expect(run.pool[phase]?.worker?.control.nodeNumbers == nodes, seed)
        }
        #expect(run.front.control.nodeNumbers == nodes, seed)
        #expect(run.front.shared.arena.usage == (0, 0), seed)
        #expect(run.front.shared.images.usage == (0, 0), seed)
        #expect(run.front.control.synthMemory.used == run.standalone.control.synthMemory.used, seed)
    }

    /// Each event and message reaches the front once. Those of one cause are in the order of the standalone graph; the
    /// shadow applies packets when the worker has completed their block, and learns later which nodes have ended.
    private func checkEvents(_ run: RedundancyRun, _ seed: Comment) throws {
        let (found, expected) = (
            run.front.events.filter { run.isComplete($0.id) }, run.standalone.events.filter { run.isComplete($0.id) }
        )
        func ids(_ events: [NodeEvent], _ kind: NodeEvent.Kind) -> [Int32] {
            events.filter { $0.kind == kind }.map(\.id)
        }
        #expect(ids(found, .started) == ids(expected, .started), seed)
        let ending = run.script.endingNodes
        #expect(
            ids(found, .ended).filter { ending.contains($0) } == ids(expected, .ended).filter { ending.contains($0) },
            seed)
        func kinds(_ events: [NodeEvent]) -> [Int32: [NodeEvent.Kind]] {
            Dictionary(grouping: events, by: \.id).mapValues { $0.map(\.kind) }
        }
        #expect(kinds(found) == kinds(expected), seed)

        let messages = run.front.messages.filter { run.isComplete($0.nodeID) }.map(\.bytes)
        let expectedMessages = run.standalone.messages.filter { run.isComplete($0.nodeID) }.map(\.bytes)
        let difference = zip(messages, expectedMessages).enumerated().first { $1.0 != $1.1 }
        #expect(difference == nil, seed)
        #expect(messages.count == expectedMessages.count, seed)
        #expect(!messages.isEmpty, seed)
        // The contents of buffers that workers have written.
        for (client, samples) in run.standalone.samples where run.isComplete(Int32(client)) {
            #expect(run.front.samples[client] == samples, "buffer of client \(client)")
            #expect(samples.contains { $0 != 0 })
        }
    }
}

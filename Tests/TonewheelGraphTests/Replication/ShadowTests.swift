import TestSupport
import Testing
import TonewheelDSP
import TonewheelGraph

/// A graph that keeps the state of a worker without rendering.
@Suite struct ShadowTests {
    private func failures(_ control: GraphControl) -> [GraphFailure] {
        var failures: [GraphFailure] = []
        control.collect { event in
            guard case .applied(let packet) = event else { return }
            for index in 0..<packet.count {
                if case .failed(let failure) = packet[index].outcome { failures.append(failure) }
            }
        }
        return failures
    }

    private func events(_ control: GraphControl) -> [String] {
        var events: [String] = []
        control.collect { if case .node(let event) = $0 { events.append("\(event.kind) \(event.id)") } }
        return events
    }

    @Test func packetsGoToTheShadowWithoutAForwarder() throws {
        let shadow = GraphControl.replica(.shadow)
        try shadow.add(.voice)
        #expect(shadow.send(.add(shadow.voice(1), .toTail, target: 0)))
        shadow.advance(toFrame: 64)
        #expect(shadow.counts.synths == 1)
        #expect(shadow.counts.frame == 64)
    }

    @Test func unsentPacketsAreFreed() throws {
        final class RejectingForwarder: PacketForwarder {
            let isBusy = false
            func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool { false }
            func addDefinition(_ blueprint: Blueprint) {}
            func removeDefinition(_ number: UInt64) {}
        }
        let shadow = GraphControl.replica(.shadow)
        try shadow.add(.voice)
        let forwarder = RejectingForwarder()
        shadow.setForwarder(forwarder)
        #expect(!shadow.send(.add(shadow.voice(1), .toTail, target: 0)))
        #expect(shadow.synthMemory.used == 0)
        #expect(shadow.sentPacketCount == 0)
        withExtendedLifetime(forwarder) {}
        let replica = Replica()
        let buffer = try #require(BufferMemory.make(frameCount: 4, channelCount: 1, sampleRate: 1))
        #expect(!replica.shadow.send(.swapBuffer(0, buffer)))
        #expect(replica.forwarded.isEmpty)
    }

    @Test func packetsInFlightAreLimitedToTheRing() {
        let replica = Replica()
        replica.stampsAutomatically = false
        let capacity = replica.shadow.shape.packetCapacity
        for _ in 0..<capacity { #expect(replica.shadow.send(.free(1))) }
        #expect(!replica.shadow.send(.free(1)))
        replica.stampAll()
        replica.render()
        #expect(replica.shadow.send(.free(1)))
        replica.stampAll()
        replica.render()
        #expect(!replica.shadow.hasPacketsInFlight)
    }

    @Test func deferredPacketsLeaveCapacity() {
        let replica = Replica()
        let waiting = replica.shadow.waitingCapacity
        for _ in 0..<waiting { #expect(replica.shadow.send(.free(1), atFrame: 1 << 20)) }
        #expect(!replica.shadow.send(.free(1), atFrame: 1 << 20))
        #expect(replica.shadow.send(.add(replica.shadow.voice(1), .toTail, target: 0)))
        #expect(replica.render().contains { $0 != 0 })
        #expect(replica.shadow.counts.synths == 1)
    }

    @Test func unusedDefinitionsAreReported() throws {
        let replica = Replica()
        #expect(replica.defined.count == 1)
        try replica.shadow.add(.put)
        let number = try #require(replica.shadow.blueprint("put")).number
        #expect(replica.defined.last == number)
        #expect(replica.known.keys.sorted() == replica.defined)
        let node = try replica.shadow.makeSynth("put", id: 1, [])
        #expect(replica.shadow.send(.add(node, .toTail, target: 0)))
        replica.render()
        replica.shadow.removeDefinition("put")
        #expect(replica.removed.isEmpty)
        replica.shadow.send(.free(1))
        replica.render()
        replica.shadow.collect { _ in }
        #expect(replica.removed == [number])
        #expect(replica.known.count == 1)
    }

    @Test func shadowCountsTheMemoryOfItsSynths() throws {
        let (shadow, alone) = (GraphControl.replica(.shadow), GraphControl.replica(.standalone))
        for control in [shadow, alone] {
            try control.add(.voice)
            control.send(.add(control.voice(1), .toTail, target: 0))
        }
        #expect(shadow.synthMemory.used == alone.synthMemory.used)
        #expect(shadow.synthMemory.used > 0)
    }

    @Test func rejectedPacketsFail() throws {
        let replica = Replica()
        replica.stampsAutomatically = false
        replica.shadow.send(.add(replica.shadow.voice(1), .toTail, target: 0), .free(9))
        replica.refuseAll()
        replica.shadow.advance(toFrame: 64)
        #expect(failures(replica.shadow) == [.rejectedByWorker, .rejectedByWorker])
        #expect(replica.shadow.counts.synths == 0)
        replica.shadow.collect { _ in }
        #expect(replica.shadow.synthMemory.used == 0)
    }

    @Test func emptyBlocksAreSkipped() {
        let replica = Replica()
        let far: Int64 = 1 << 50
        replica.shadow.send(.add(replica.shadow.voice(1), .toTail, target: 0), atFrame: far + 1)
        replica.shadow.advance(toFrame: far)
        #expect(replica.shadow.counts.frame == far)
        #expect(replica.shadow.counts.synths == 0)
        replica.shadow.advance(toFrame: far + 63)
        #expect(replica.shadow.counts.frame == far)
        replica.shadow.advance(toFrame: far + 64)
        #expect(replica.shadow.counts.synths == 1)
        replica.shadow.advance(toFrame: .max)
        #expect(replica.shadow.counts.frame > far)
    }

    @Test func nodeActionsAreReportedOnce() {
        let replica = Replica()
        replica.shadow.send(
            .add(replica.shadow.makeGroup(id: 100), .toTail, target: 0),
            .add(replica.shadow.voice(1, ["blocks": 3, "action": 2]), .toTail, target: 100),
            .add(replica.shadow.voice(2, ["blocks": 2, "action": 1]), .toTail, target: 100),
            .add(replica.shadow.voice(3, ["blocks": 5, "action": 14]), .toTail, target: 100))
        for _ in 0..<8 { replica.render() }
        #expect(
            events(replica.shadow) == [
                "started 100", "started 1", "started 2", "started 3", "paused 2", "ended 1", "ended 2", "ended 3",
                "ended 100",
            ])
    }

    /// An event is applied when the shadow has completed its block.
    @Test func eventsOfLaterBlocksWait() {
        let replica = Replica()
        let shadow = replica.shadow
        shadow.send(.add(shadow.voice(1), .toTail, target: 0), atFrame: 640)
        var ended: [NodeEvent] = []
        shadow.send(.add(shadow.voice(2, ["blocks": 1]), .toTail, target: 0))
        replica.render()
        ended = replica.latest.filter { $0.kind == .ended }
        #expect(ended.map(\.block) == [0])
        #expect(shadow.counts.synths == 0)
        var bytes = ended[0].bytes
        // Node 1, in block 12.
        bytes.replaceSubrange(3..<7, with: [1, 0, 0, 0])
        bytes.replaceSubrange(bytes.count - 8..<bytes.count - 7, with: [12])
        shadow.follow(try! NodeEvent(bytes))
        shadow.advance(toFrame: 64 * 12)
        #expect(shadow.counts.synths == 1)
        shadow.advance(toFrame: 64 * 13)
        #expect(shadow.counts.synths == 0)
    }

    /// The shadow mutes a synth that the worker has muted, and clients of the shadow are notified.
    @Test func mutesAreFollowed() {
        let replica = Replica()
        let shadow = replica.shadow
        shadow.send(.add(shadow.voice(1), .toTail, target: 0), .add(shadow.voice(2), .toTail, target: 0))
        replica.render()
        shadow.send(.fill(node: 1, ControlKey(name: "level"), count: 1, .nan))
        replica.render()
        var news: [String] = []
        shadow.collect { event in
            switch event {
            case .node(let event): news.append("\(event.kind) \(event.id)")
            case .muted(let node): news.append(node.description)
            default: break
            }
        }
        #expect(news.dropLast() == ["started 1", "started 2", "paused 1"])
        #expect(news.last?.hasPrefix("Node 1 (definition \"voice\", unit 1 Hiss) was muted, because") == true)
        #expect(shadow.latestMute == news.last)
        #expect(shadow.counts.mutedNodes == 1)
        #expect(shadow.muted == [1: .nonFinite(unit: 0)])

        // It stays muted in a new worker, until a packet resumes it.
        for (id, level) in [(1, 0.5), (2, 0)] as [(Int32, Float)] {
            shadow.send(.fill(node: id, ControlKey(name: "level"), count: 1, level))
        }
        replica.render()
        replica.restart()
        #expect(replica.render().allSatisfy { $0 == 0 })
        #expect(replica.worker.muted == shadow.muted)
        #expect(shadow.counts.mutedNodes == 1)
        shadow.send(.run(1, true))
        #expect(replica.render().contains { $0 != 0 })
        #expect(replica.worker.muted.isEmpty && shadow.muted.isEmpty)
        #expect(events(shadow) == ["resumed 1"])
    }

    /// A packet mutes a synth in both graphs, and is reported once.
    @Test func mutesByPacketsAreReportedOnce() {
        let replica = Replica()
        replica.shadow.send(.add(replica.shadow.voice(1), .toTail, target: 0))
        replica.shadow.send(.mute(1, .fault(unit: 0)))
        #expect(replica.render().allSatisfy { $0 == 0 })
        #expect(events(replica.shadow) == ["started 1", "paused 1"])
        #expect(replica.shadow.counts.mutedNodes == 1)
        #expect(replica.shadow.muted == replica.worker.muted)
    }

    /// A packet that resumes or frees a synth has priority over the delayed report of its mute.
    @Test(arguments: ["resumed", "freed", "paused"]) func packetsHavePriorityOverLateMutes(change: String) {
        let replica = Replica(delay: 3)
        let shadow = replica.shadow
        shadow.send(.add(shadow.voice(1), .toTail, target: 0))
        shadow.send(.fill(node: 1, ControlKey(name: "level"), count: 1, .nan))
        replica.render()
        shadow.send(.fill(node: 1, ControlKey(name: "level"), count: 1, 0.5))
        shadow.send(change == "freed" ? .free(1) : .run(1, change == "resumed"))
        replica.settle()
        #expect(shadow.counts.mutedNodes == 1)
        #expect(shadow.muted == replica.worker.muted)
        #expect(shadow.muted.count == (change == "paused" ? 1 : 0))
        let trees = replica.trees()
        #expect(trees.shadow == trees.worker)
        #expect(replica.render().contains { $0 != 0 } == (change == "resumed"))
    }

    /// A later packet has priority over a delayed event.
    @Test func lateEventsDoNotUndoPackets() {
        let replica = Replica(delay: 3)
        replica.shadow.send(.add(replica.shadow.voice(1, ["blocks": 2, "action": 1]), .toTail, target: 0))
        replica.render()
        replica.render()
        replica.shadow.send(.run(1, true))
        replica.settle()
        #expect(events(replica.shadow) == ["started 1"])
        #expect(replica.render().contains { $0 != 0 })
    }

    @Test func scheduledPacketsCanBeEncoded() {
        let replica = Replica()
        replica.shadow.send(.add(replica.shadow.voice(1), .toTail, target: 0), atFrame: 1000)
        replica.shadow.send(.free(7), atFrame: 500)
        replica.shadow.send(.mark(1), atFrame: 600)
        replica.shadow.send(.free(8), atFrame: 500)
        replica.render()
        let waiting = replica.shadow.waiting()
        #expect(waiting.map(\.frame) == [500, 500, 1000])
        #expect(waiting.map(\.bytes) == [1, 2, 0].map { replica.forwarded[$0] })
    }

    @Test func mappedControlsReadBuses() throws {
        let replica = Replica()
        let shadow = replica.shadow
        let level = ControlKey(name: "level")
        shadow.send(.add(shadow.voice(1), .toTail, target: 0), .fillControlBuses(2, count: 1, 0.5))
        shadow.send(.map(node: 1, level, ControlMapping(.controlBus, bus: 2), count: 1))
        replica.render()
        shadow.send(.fillControlBuses(2, count: 1, 0.75))
        replica.render()
        // An unmapped control keeps the value of its bus.
        shadow.send(
            .fillControlBuses(2, count: 1, 1), .map(node: 1, level, ControlMapping(.controlBus, bus: -1), count: 1))
        replica.render()
        let trees = replica.trees()
        #expect(trees.shadow == trees.worker)
        #expect(trees.shadow.last?.contains("voice 0.75") == true)
    }

    /// Packets that are stamped for the next block's first frame precede those that are due inside it, also if the
    /// shadow applies them ahead.
    @Test func packetsAppliedAheadKeepTheirOrder() {
        let replica = Replica()
        let (shadow, level) = (replica.shadow, ControlKey(name: "level"))
        shadow.send(.add(shadow.voice(1), .toTail, target: 0))
        replica.render()
        shadow.send(.fill(node: 1, level, count: 1, 0.75), atFrame: 64 + 30)
        shadow.catchUp()
        #expect(shadow.tree().last?.contains("voice 0.1") == true)
        shadow.send(.fill(node: 1, level, count: 1, 0.25))
        shadow.catchUp()
        #expect(shadow.tree().last?.contains("voice 0.25") == true)
        replica.render()
        let trees = replica.trees()
        #expect(trees.shadow == trees.worker)
        #expect(trees.shadow.last?.contains("voice 0.75") == true)
    }

    /// A block has the same operation budget in a shadow that applies packets ahead as in its worker.
    @Test func packetsAppliedAheadCountAgainstTheBudget() {
        let replica = Replica()
        let (shadow, level) = (replica.shadow, ControlKey(name: "level"))
        shadow.send(.add(shadow.voice(1), .toTail, target: 0))
        replica.render()
        let perBlock = shadow.shape.operationsPerBlock
        for value in 0..<400 {
            var builder = CommandPacketBuilder()
            for _ in 0..<4 { builder.add(.fill(node: 1, level, count: 1, Float(value)), of: 0) }
            #expect(shadow.send(builder, client: 1))
            if value % 50 == 0 { shadow.catchUp() }
        }
        replica.render()
        let trees = replica.trees()
        #expect(trees.shadow == trees.worker)
        #expect(trees.shadow.last?.contains("voice \(Float(perBlock / 4 - 1)) ") == true)
    }

    @Test func snapshotsAreSplitIntoPackets() throws {
        var shape = GraphShape.replica
        shape.nodeCapacity = 20_000
        shape.packetCapacity = 32_768
        shape.operationsPerBlock = 1 << 20
        let shadow = GraphControl.replica(.shadow, shape)
        try shadow.add(.voice)
        for id in 1...8000 { shadow.send(.add(shadow.voice(Int32(id)), .toTail, target: 0)) }
        shadow.advance(toFrame: 64)
        let snapshot = shadow.snapshot()
        #expect(snapshot.count > 2)
        #expect(snapshot.allSatisfy { $0.bytes.count < 256 << 10 })
        let worker = GraphControl.replica(.worker, shape)
        try worker.define(
            number: try #require(shadow.blueprint("voice")).number,
            SynthDefFile(definitions: [.voice]).encoded())
        for (bytes, _) in snapshot {
            #expect(worker.enqueue(try worker.decode(bytes)))
            #expect(worker.take(.packet(atFrame: 0)))
        }
        worker.catchUp()
        worker.render()
        #expect(worker.counts.synths == 8000)
    }
}

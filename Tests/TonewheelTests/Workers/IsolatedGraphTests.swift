import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelUGens
import TonewheelWorkers

/// A graph in a front and in its workers: what is asked for when, and what a worker gets.
@Suite struct IsolatedGraphTests {
    private func definition(_ name: String = "number") throws -> SynthDefinition {
        try SynthDef(name) { def in Out.ar(0, K2A.ar(def.control("value", 0.25))) }.definition
    }

    private func add(
        _ front: IsolatedFront, _ id: Int32, _ name: String = "number", to target: Int32 = 0
    ) throws -> GraphOperation {
        .add(try front.control.makeSynth(name, id: id, []), .toTail, target: target)
    }

    @Test func aWorkerBeginsWithAllThereIs() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        #expect(front.send(.add(front.control.makeGroup(id: 1), .toHead, target: 0), try add(front, 1000, to: 1)))
        var worker = try front.begunWorker(atBlock: 7)
        var played = worker.render(blocks: 1)
        try front.exchange(with: worker)
        #expect(worker.tone == ToneParameters(frequency: 440, amplitude: 0.5, gate: true))
        #expect(
            worker.control.nodeNumbers == front.control.nodeNumbers)
        #expect(played[0] == 0.25, "what had been sent is there from the first frame on, and the tone begins at 0")
        #expect(played.contains { $0 > 0.3 })

        // The next one plays from its first frame on.
        front.apply(ParameterChange(frequency: 0, gate: false))
        front.limit = 9
        try front.exchange(with: worker)
        front.graph.lost(worker.memory)
        worker = try front.begunWorker(atBlock: 20)
        played = worker.render(blocks: 1)
        #expect(played.allSatisfy { $0 == 0.25 })
        #expect(worker.tone == ToneParameters(frequency: 0, amplitude: 0.5, gate: false))
        #expect(
            worker.control.nodeNumbers == front.control.nodeNumbers)
    }

    @Test func turnsAreTakenOnceABlockAndTheLatestCounts() throws {
        let front = try IsolatedFront()
        let worker = try front.begunWorker(atBlock: 0)
        try front.exchange(with: worker)
        _ = worker.render(blocks: 1)
        front.limit = 3
        for number in 1...100 {
            front.apply(ParameterChange(frequency: Float(number)))
            front.graph.turn()
        }
        front.limit = 4
        front.graph.turn()
        _ = worker.render(blocks: 3)
        #expect(worker.tone.frequency == 440)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1, "the first was for the block behind those that may have begun")
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 100)
        #expect(front.graph.report.tone.frequency == 100)
    }

    @Test func timedChangesKeepTheirFrame() throws {
        let front = try IsolatedFront()
        var worker = try front.begunWorker(atBlock: 0)
        for frame in [1003, 999, 1003] as [Int64] {
            #expect(front.schedule(ParameterChange(frequency: Float(frame)), atFrame: frame))
        }
        try front.exchange(with: worker)
        _ = worker.render(blocks: 15)
        #expect(worker.tone.frequency == 440)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1003)

        // The next worker gets them too, if they are not over.
        front.graph.lost(worker.memory)
        worker = try front.begunWorker(atBlock: 2)
        _ = worker.render(blocks: 13)
        #expect(worker.tone.frequency == 440)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1003)
        front.limit = 30
        try front.exchange(with: worker)
        front.graph.lost(worker.memory)
        worker = try front.begunWorker(atBlock: 40)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1003)
    }

    @Test func nothingIsLostWithoutAWorker() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        var worker = try front.begunWorker(atBlock: 0)
        #expect(front.send(try add(front, 1000)))
        // It ends before it answers.
        front.graph.lost(worker.memory)
        #expect(front.send(.run(1000, false)))
        #expect(front.send(try add(front, 1001)))
        front.graph.turn()
        #expect(front.control.counts.synths == 0, "nobody has prepared it")
        worker = try front.begunWorker(atBlock: 5)
        try front.exchange(with: worker)
        front.limit = 6
        try front.exchange(with: worker)
        _ = worker.render(blocks: 3)
        #expect(front.control.counts.synths == 2)
        #expect(
            worker.control.nodeNumbers == front.control.nodeNumbers)
        let started = front.events.filter { $0.kind == .started }.map(\.id)
        #expect(started == [1000, 1001], "once")
    }

    @Test func whatEndsByItselfEndsInTheFront() throws {
        let front = try IsolatedFront()
        let brief = try SynthDef("brief") { def in
            Out.ar(0, Line.ar(1, 1, 0.01, doneAction: .freeSelf))
        }
        try front.control.add(brief.definition)
        let worker = try front.begunWorker(atBlock: 0)
        #expect(front.send(try add(front, 1000, "brief")))
        try front.exchange(with: worker)
        front.limit = 1
        try front.exchange(with: worker)
        #expect(front.control.counts.synths == 1)
        _ = worker.render(blocks: 20)
        front.limit = 20
        try front.exchange(with: worker)
        #expect(front.control.counts.synths == 0)
        #expect(front.events.filter { $0.kind == .ended }.map(\.id) == [1000])
        // A node of the same number that is younger stays, however late the news.
        #expect(front.send(try add(front, 1000, "brief")))
        try front.exchange(with: worker)
        #expect(front.control.counts.synths == 1)
    }

    @Test func atTheEndAllTakesEffectAndNobodyWaits() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        #expect(front.send(try add(front, 1000)))
        front.apply(ParameterChange(amplitude: 0.125))
        #expect(front.schedule(ParameterChange(frequency: 5), atFrame: 1 << 40))
        front.graph.end()
        front.collect()
        #expect(front.control.counts.synths == 1)
        #expect(front.graph.report.tone.amplitude == 0.125)
        #expect(front.graph.report.tone.frequency == 440)
    }

    @Test func whatEndsItsWorkersIsLeftOutAndItsClientTold() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        var worker = try front.begunWorker(atBlock: 0)
        let reasons = Mutex<[String]>([])
        front.graph.onFailure(of: "fault") { reason in reasons.withLock { $0.append(reason) } }
        try front.fail(.nan)
        #expect(front.send(try add(front, 1000), try add(front, 1001)))
        try front.exchange(with: worker)
        let fault = Int64(OwnNodes.fault)
        #expect(front.graph.canBlame(node: fault, hasCrashed: false))
        front.graph.quarantine(node: fault, cause: "the worker was ended by signal 11")
        front.graph.quarantine(node: fault, cause: "again")
        front.graph.quarantine(node: 99, cause: "nothing of that number")
        let told = reasons.withLock { $0 }
        #expect(told.count == 1, "once")
        #expect(told.first?.contains("5 workers within 10 s") == true && told.first?.contains("signal 11") == true)
        #expect(throws: EngineError.self) { try front.fail(.nan) }

        // All synths of the definition go, and no further one is made until it is sent again.
        #expect(front.graph.canBlame(node: 1000, hasCrashed: true))
        #expect(!front.graph.canBlame(node: 1000, hasCrashed: false), "it was kept from its processor")
        #expect(!front.graph.canBlame(node: 0, hasCrashed: true), "there is nothing to leave out")
        front.graph.quarantine(node: 1000, cause: "the worker was ended by signal 11")
        front.graph.lost(worker.memory)
        worker = try front.begunWorker(atBlock: 3)
        #expect(worker.render(blocks: 1).allSatisfy { $0.isFinite })
        #expect(!worker.control.nodeNumbers.contains(1001))
        #expect(throws: SynthBuildError.self) { try add(front, 1002) }
        try front.control.add(try definition())
        let operation = try add(front, 1002)
        #expect(front.send(operation))
        #expect(front.graph.refusals.last?.contains("the definition number") == true)
    }

    @Test func nonsenseFromAWorkerChangesNothing() throws {
        let front = try IsolatedFront()
        let worker = try front.begunWorker(atBlock: 0)
        var random = RepeatableRandom(seed: 5)
        for _ in 0..<20_000 {
            let kind = [3, 101, 102, 103, 104, UInt32.random(in: 0...200, using: &random)].randomElement(
                using: &random)!
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            front.graph.receive(
                WorkerMessage(kind: kind, id: random.next() % 64, bytes: bytes), from: worker.memory)
        }
        front.graph.turn()
        front.collect()
        #expect(front.graph.report.tone == ToneParameters(frequency: 440, amplitude: 0.5, gate: true))
        let other = try WorkerMemory(worker.memory.shape)
        front.graph.receive(WorkerMessage(kind: WorkerKind.prepared.rawValue, id: 1), from: other)
    }
}

import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime
import TonewheelSoundFiles
import TonewheelUGens
import TonewheelWorkers
import WorkerSupport

/// Tests of a graph in a front and in its workers.
@Suite struct IsolatedGraphTests {
    private func definition(_ name: String = "number") throws -> SynthDef {
        try SynthDef(name) { def in Out.ar(0, K2A.ar(def.control("value", 0.25))) }
    }

    private func add(
        _ front: IsolatedFront, _ id: Int32, _ name: String = "number", to target: Int32 = 0
    ) throws -> GraphOperation {
        .add(try front.control.makeSynth(name, id: id, []), .toTail, target: target)
    }

    @Test func workerLoadsTheWholeGraph() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        #expect(front.send(.add(front.control.makeGroup(id: 1), .toHead, target: 0), try add(front, 1000, to: 1)))
        var worker = try front.activeWorker(atBlock: 7)
        var played = worker.render(blocks: 1)
        try front.exchange(with: worker)
        #expect(worker.tone == ToneParameters(frequency: 440, amplitude: 0.5, gate: true))
        #expect(
            worker.control.nodeNumbers == front.control.nodeNumbers)
        #expect(played[0] == 0.25, "pending packets take effect at the first frame, and the tone starts at 0")
        #expect(played.contains { $0 > 0.3 })

        // The next worker plays from its first frame on.
        front.apply(ParameterChange(frequency: 0, gate: false))
        front.limit = 9
        try front.exchange(with: worker)
        front.graph.workerLost(worker.memory)
        worker = try front.activeWorker(atBlock: 20)
        played = worker.render(blocks: 1)
        #expect(played.allSatisfy { $0 == 0.25 })
        #expect(worker.tone == ToneParameters(frequency: 0, amplitude: 0.5, gate: false))
        #expect(
            worker.control.nodeNumbers == front.control.nodeNumbers)
    }

    @Test func turnsApplyOncePerBlockWithTheLatestValue() throws {
        let front = try IsolatedFront()
        let worker = try front.activeWorker(atBlock: 0)
        try front.exchange(with: worker)
        _ = worker.render(blocks: 1)
        front.limit = 3
        for number in 1...100 {
            front.apply(ParameterChange(frequency: Float(number)))
            front.graph.poll()
        }
        front.limit = 4
        front.graph.poll()
        _ = worker.render(blocks: 3)
        #expect(worker.tone.frequency == 440)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1, "the first turn applies in the block after those that may have begun")
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 100)
        #expect(front.graph.report.tone.frequency == 100)
    }

    @Test func timedChangesKeepTheirFrame() throws {
        let front = try IsolatedFront()
        var worker = try front.activeWorker(atBlock: 0)
        for frame in [1003, 999, 1003] as [Int64] {
            #expect(front.schedule(ParameterChange(frequency: Float(frame)), atFrame: frame))
        }
        try front.exchange(with: worker)
        _ = worker.render(blocks: 15)
        #expect(worker.tone.frequency == 440)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1003)

        // The next worker also gets the changes that are still due.
        front.graph.workerLost(worker.memory)
        worker = try front.activeWorker(atBlock: 2)
        _ = worker.render(blocks: 13)
        #expect(worker.tone.frequency == 440)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1003)
        front.limit = 30
        try front.exchange(with: worker)
        front.graph.workerLost(worker.memory)
        worker = try front.activeWorker(atBlock: 40)
        _ = worker.render(blocks: 1)
        #expect(worker.tone.frequency == 1003)
    }

    @Test func noCommandIsLostWithoutAWorker() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        var worker = try front.activeWorker(atBlock: 0)
        #expect(front.send(try add(front, 1000)))
        // The worker ends before it replies.
        front.graph.workerLost(worker.memory)
        #expect(front.send(.run(1000, false)))
        #expect(front.send(try add(front, 1001)))
        front.graph.poll()
        #expect(front.control.counts.synths == 0, "no worker has prepared the packet")
        worker = try front.activeWorker(atBlock: 5)
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

    @Test func workerThatLostEventsIsReplaced() throws {
        let front = try IsolatedFront { $0.replyCapacity = 8 }
        try front.control.add(
            try SynthDef("brief") { _ in Out.ar(0, Line.ar(0, 0, 0.001, doneAction: .freeSelf)) })
        let worker = try front.activeWorker(atBlock: 0)
        for id in 1000..<1012 as Range<Int32> {
            #expect(front.send(try add(front, id, "brief")))
            try front.exchange(with: worker)
        }
        #expect(front.replacementReasons == [])
        _ = worker.render(blocks: 10)
        try front.exchange(with: worker)
        #expect(front.replacementReasons == ["the worker's event queue overflowed"])
    }

    private func query(_ front: IsolatedFront, client: UInt32, _ set: (inout CommandPacketBuilder) -> Void = { _ in }) {
        var packet = CommandPacketBuilder()
        set(&packet)
        packet.wantsReply = true
        packet.add(.getSamples(0, start: 0, packet.reserveWords(2)), of: 0)
        #expect(front.control.send(packet, client: client))
    }

    /// The worker sets the samples, and the reply to a query waits for that.
    @Test func setSamplesSurviveTheirWorker() throws {
        let front = try IsolatedFront()
        let memory = try #require(
            front.control.makeBuffer(frameCount: 300_000, channelCount: 1, sampleRate: 48_000))
        let all = memory.pointee.buffer.samples
        #expect(front.send(.swapBuffer(0, memory)))
        var worker = try front.activeWorker(atBlock: 0)
        try front.exchange(with: worker)
        for round in 1...40 as ClosedRange<Int32> {
            let value = Float(round)
            query(front, client: UInt32(round)) { packet in
                packet.add(.setSamples(0, start: 0, packet.add([CommandWord(value), CommandWord(-value)])), of: 0)
            }
            try front.exchange(with: worker)
            #expect(front.samples[UInt32(round)] == nil, "the worker has not rendered the block")
            // Every fourth worker ends before.
            if round % 4 == 0 {
                front.graph.workerLost(worker.memory)
                front.limit += 3
                worker = try front.activeWorker(atBlock: front.limit)
            } else {
                front.limit += 1
                _ = worker.render(blocks: 1)
            }
            try front.exchange(with: worker)
            #expect(front.samples[UInt32(round)] == [value, -value])
        }
        // A long fill takes several blocks, and the reply waits for it.
        #expect(front.send(.fillSamples(0, start: 0, count: 300_000, 0.5)))
        query(front, client: 100)
        try front.exchange(with: worker)
        var blocks = 0
        while front.samples[100] == nil, blocks < 100 {
            front.limit += 1
            _ = worker.render(blocks: 1)
            try front.exchange(with: worker)
            blocks += 1
        }
        #expect(blocks > 1 && front.samples[100] == [0.5, 0.5])
        #expect(all[299_999] == 0.5)
    }

    /// The worker's value of the bus counts, not that of the front.
    @Test func unmappedControlKeepsTheValueOfItsBus() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        try front.control.add(try SynthDef("writer") { _ in Out.kr(5, 0.75) })
        let bus = ControlMapping(.controlBus, bus: 5)
        #expect(
            front.send(
                try add(front, 1000, "writer"), try add(front, 1001),
                .map(node: 1001, ControlKey(name: "value"), offset: 0, bus, count: 1)))
        let worker = try front.activeWorker(atBlock: 0)
        func render() throws {
            front.limit += 1
            _ = worker.render(blocks: 1)
            try front.exchange(with: worker)
        }
        for _ in 0..<3 { try render() }
        #expect(front.control.graph.pointee.controlValue(node: 1001, ControlKey(name: "value")) == 0.75)
        let none = ControlMapping(.controlBus, bus: -1)
        #expect(front.send(.map(node: 1001, ControlKey(name: "value"), offset: 0, none, count: 1), .free(1000)))
        for _ in 0..<3 { try render() }
        #expect(front.control.graph.pointee.controlValue(node: 1001, ControlKey(name: "value")) == 0.75)
    }

    @Test func tracesComeFromTheWorker() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        #expect(front.send(try add(front, 1000)))
        let worker = try front.activeWorker(atBlock: 0)
        var packet = CommandPacketBuilder()
        packet.wantsReply = true
        for node in [1000, 0] as [Int32] { packet.add(.trace(node, packet.reserveWords(100)), of: 0) }
        #expect(front.control.send(packet, client: 3))
        try front.exchange(with: worker)
        _ = worker.render(blocks: 1)
        front.limit += 1
        try front.exchange(with: worker)
        // The front itself traces the group.
        let trace = try #require(front.traces.first)
        #expect(front.traces.count == 1 && trace.node == 1000)
        let units = trace.blueprint.trace(trace.values[...])
        #expect(units.map(\.name) == ["Control", "K2A", "Out"])
        #expect(units[1].inputs == [0.25] && units[1].outputs == [0.25])
        #expect(units[2].inputs == [0, 0.25])
        let reply = try #require(front.applied.first { $0.client == 3 })
        #expect(reply.count == 2)

        // A paused synth renders nothing.
        packet = CommandPacketBuilder()
        packet.add(.run(1000, false), of: 0)
        packet.add(.trace(1000, packet.reserveWords(100)), of: 0)
        #expect(front.control.send(packet, client: 4))
        try front.exchange(with: worker)
        _ = worker.render(blocks: 1)
        front.limit += 1
        try front.exchange(with: worker)
        #expect(front.traces.count == 1)
        #expect(front.applied.contains { $0.client == 4 })
    }

    /// The files stay open in the front.
    @Test func nextWorkerContinuesOpenFiles() throws {
        let folder = try TemporaryFolder()
        let ramp = (0..<20_000).map { Float($0) }
        let source = try SoundFileWriter(
            path: folder.path("ramp.wav"), kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1)
        try source.write(ramp, frameCount: ramp.count)
        try source.close()
        let front = try IsolatedFront(ToneParameters(frequency: 440, amplitude: 0.5, gate: false))
        let (input, output) = (
            try #require(FileQueue(.reading, minimumFrames: 4096, channelCount: 1, in: front.control.arena)),
            try #require(FileQueue(.writing, minimumFrames: 4096, channelCount: 1, in: front.control.arena))
        )
        let reader = try DiskReader(
            file: try SoundFileReader(path: folder.path("ramp.wav")), channels: [], queue: input)
        let writer = try DiskWriter(
            path: folder.path("copy.wav"),
            file: try SoundFileWriter(
                path: folder.path("copy.wav"), kind: SoundFileKind(.wav, .float), sampleRate: 48_000, channelCount: 1),
            maximumFrames: 1 << 20, sampleRate: 48_000, queue: output)
        try front.control.add(
            try SynthDef("copy") { _ in DiskOut.ar(1, [DiskIn.ar(0)]) })
        #expect(
            front.send(
                .swapFile(0, FileStreamMemory.end(of: input)), .swapFile(1, FileStreamMemory.end(of: output)),
                try add(front, 1000, "copy")))
        for run in 0..<3 {
            let worker = try front.activeWorker(atBlock: front.limit)
            #expect(input.isHeldElsewhere && output.isHeldElsewhere)
            for _ in 0..<50 {
                reader.waitForFrames()
                writer.waitForSpace()
                _ = worker.render(blocks: 1)
                front.limit += 1
                try front.exchange(with: worker)
            }
            if run < 2 {
                front.graph.workerLost(worker.memory)
                continue
            }
            // Closed queues are released once the worker has unmapped them.
            #expect(front.send(.swapFile(0, FileStreamMemory.none()), .swapFile(1, FileStreamMemory.none())))
            try front.exchange(with: worker)
            #expect(input.isHeldElsewhere)
            _ = worker.render(blocks: 2)
            front.limit += 2
            try front.exchange(with: worker)
            #expect(!input.isHeldElsewhere && !output.isHeldElsewhere)
        }
        reader.finish()
        try writer.finish()
        let copy = try SoundFile(reading: folder.path("copy.wav")).channel(0)
        #expect(copy == Array(ramp[..<copy.count]))
        #expect((9600...9664).contains(copy.count), "\(copy.count)")
    }

    @Test func nodesThatEndThemselvesEndInTheFront() throws {
        let front = try IsolatedFront()
        let brief = try SynthDef("brief") { def in
            Out.ar(0, Line.ar(1, 1, 0.01, doneAction: .freeSelf))
        }
        try front.control.add(brief)
        let worker = try front.activeWorker(atBlock: 0)
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
        // A newer node of the same number is not affected by a late event.
        #expect(front.send(try add(front, 1000, "brief")))
        try front.exchange(with: worker)
        #expect(front.control.counts.synths == 1)
    }

    @Test func pendingCommandsTakeEffectAtTheEndOfTheRun() throws {
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

    /// A worker mutes a synth, and its successor does not render it either.
    @Test func mutedSynthsStayMutedInTheNextWorker() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        #expect(front.send(try add(front, 1000), try add(front, 1001)))
        front.apply(ParameterChange(gate: false))
        var worker = try front.activeWorker(atBlock: 0)
        #expect(front.send(.fill(node: 1000, .index(0), count: 1, .nan)))
        try front.exchange(with: worker)
        _ = worker.render(blocks: 1)
        front.limit = 5
        try front.exchange(with: worker)
        #expect(
            front.mutes.map(\.description) == [
                "Node 1000 (definition \"number\", unit 1 K2A) was muted, because its output is NaN or infinite. "
                    + "To reset its units and resume it, send /n_run 1000 1."
            ])
        #expect(front.control.counts.mutedNodes == 1)
        front.graph.workerLost(worker.memory)
        worker = try front.activeWorker(atBlock: 20)
        _ = worker.render(blocks: 1)
        #expect(worker.control.muted == front.control.muted)
        #expect(front.control.muted.keys.sorted() == [1000])
    }

    @Test func quarantineRemovesSynthsAndNotifiesTheClient() throws {
        let front = try IsolatedFront()
        try front.control.add(try definition())
        var worker = try front.activeWorker(atBlock: 0)
        let reasons = Mutex<[String]>([])
        front.graph.onFailure(of: "fault") { reason in reasons.withLock { $0.append(reason) } }
        try front.injectFault(.nan)
        #expect(front.send(try add(front, 1000), try add(front, 1001)))
        try front.exchange(with: worker)
        let fault = Int64(ReservedIDs.fault)
        #expect(front.graph.isResponsible(node: fault, hasCrashed: false))
        front.graph.quarantine(node: fault, cause: "the worker was ended by signal 11")
        front.graph.quarantine(node: fault, cause: "again")
        front.graph.quarantine(node: 99, cause: "nothing of that number")
        let notifications = reasons.withLock { $0 }
        #expect(notifications.count == 1, "the client is notified once")
        #expect(
            notifications.first?.contains("5 workers within 10 s") == true
                && notifications.first?.contains("signal 11") == true)
        #expect(throws: EngineError.self) { try front.injectFault(.nan) }
        front.collect()
        #expect(front.quarantined.isEmpty, "only the client of the fault is notified")

        // All synths of the definition are freed, and it is refused until it is sent again.
        #expect(front.graph.isResponsible(node: 1000, hasCrashed: true))
        #expect(!front.graph.isResponsible(node: 1000, hasCrashed: false), "the worker was preempted")
        #expect(!front.graph.isResponsible(node: 0, hasCrashed: true), "no node is responsible")
        front.graph.quarantine(node: 1000, cause: "the worker was ended by signal 11")
        front.collect()
        #expect(front.quarantined == ["number"])
        front.graph.workerLost(worker.memory)
        worker = try front.activeWorker(atBlock: 3)
        #expect(worker.render(blocks: 1).allSatisfy { $0.isFinite })
        #expect(!worker.control.nodeNumbers.contains(1001))
        #expect(throws: SynthBuildError.self) { try add(front, 1002) }
        try front.control.add(try definition())
        let operation = try add(front, 1002)
        #expect(front.send(operation))
        #expect(front.graph.refusals.last?.contains("The definition number") == true)
    }

    @Test func invalidMessagesFromAWorkerHaveNoEffect() throws {
        let front = try IsolatedFront()
        let worker = try front.activeWorker(atBlock: 0)
        var random = RepeatableRandom(seed: 5)
        for _ in 0..<20_000 {
            let kind = [3, 101, 102, 103, 104, 106, 107, UInt32.random(in: 0...200, using: &random)].randomElement(
                using: &random)!
            let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            _ = front.graph.receive(
                WorkerMessage(kind: kind, id: random.next() % 64, bytes: bytes), from: worker.memory)
        }
        front.graph.poll()
        front.collect()
        #expect(front.graph.report.tone == ToneParameters(frequency: 440, amplitude: 0.5, gate: true))
        let other = try WorkerMemory(worker.memory.shape)
        _ = front.graph.receive(WorkerMessage(kind: WorkerMessageKind.prepared.rawValue, id: 1), from: other)
    }
}

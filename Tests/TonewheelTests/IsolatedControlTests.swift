import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelRealtime
import TonewheelUGens
import TonewheelWorkers

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// The front's control side, with the test in a worker's place: what is asked for when, and what a worker gets.
@Suite struct IsolatedControlTests {
    @Test func aWorkerBeginsWithAllThereIs() throws {
        let front = try Front()
        front.control.apply(ParameterChange(frequency: 500))
        let worker = try front.begin(atBlock: 7)
        let first = try #require(worker.takeCommand())
        #expect(first.isBeginning)
        #expect(first.frame == 7 * 64)
        #expect(first.change.frequency == 440, "the change has not been prepared yet")
        #expect(first.change.amplitude == 0.5 && first.change.gate == true && first.change.monitor == 0)
        front.limit = 9
        worker.answerAll()
        let second = try #require(worker.takeCommand())
        #expect(!second.isBeginning)
        #expect(second.frame == 9 * 64, "the first block that nobody can have begun")
        #expect(second.change == ParameterChange(frequency: 500))
        #expect(worker.takeCommand() == nil)
    }

    @Test func changesWaitForTheAnswerAndBecomeOne() throws {
        let front = try Front()
        let worker = try front.begin()
        _ = worker.takeCommand()
        for number in 1...100 { front.control.apply(ParameterChange(frequency: Float(number))) }
        front.control.apply(ParameterChange(amplitude: 0.25))
        #expect(worker.takeMessages().count == 1)
        front.limit = 3
        worker.answerTaken()
        #expect(worker.takeCommand()?.change == ParameterChange(frequency: 1))
        #expect(worker.takeMessages().count == 1)
        front.limit = 4
        worker.answerTaken()
        let last = try #require(worker.takeCommand())
        #expect(last.change == ParameterChange(frequency: 100, amplitude: 0.25))
        #expect(last.frame == 4 * 64)
        #expect(worker.takeMessages().isEmpty)
        #expect(front.control.report.frequency == 100)
    }

    @Test func timedChangesKeepTheirFrame() throws {
        let front = try Front()
        var worker = try front.begin()
        _ = worker.takeCommand()
        for frame in [1003, 999, 1003] as [Int64] {
            #expect(front.control.schedule(ParameterChange(frequency: Float(frame)), atFrame: frame))
        }
        #expect(worker.takeMessages().count == 3, "they wait for no other's answer")
        worker.answerTaken()
        #expect(worker.takeCommands().map(\.frame) == [1003, 999, 1003])
        #expect(front.control.report.scheduledChanges == 3)

        // The next one gets them too, unless they are over, which it begins with then.
        front.position = 1000 / 64 + 1
        worker = try front.begin(atBlock: front.position)
        let commands = worker.takeCommands()
        #expect(commands.map(\.isBeginning) == [true])
        #expect(commands.first?.change.frequency == 1003)
    }

    @Test func nothingIsLostWithoutAWorker() throws {
        let front = try Front()
        var worker = try front.begin()
        front.control.apply(ParameterChange(frequency: 300))
        #expect(worker.takeMessages().count == 1)
        // It ends before it answers.
        front.control.lost()
        front.control.apply(ParameterChange(amplitude: 0.75))
        #expect(front.control.schedule(ParameterChange(gate: false), atFrame: 10_000))
        let isSynced = Atomic(false)
        #expect(front.control.whenTaken { isSynced.store(true, ordering: .relaxed) })
        #expect(isSynced.load(ordering: .relaxed) == false)

        worker = try front.begin()
        worker.answerAll()
        let commands = worker.takeCommands()
        #expect(commands.map(\.isBeginning) == [true, false, false, false])
        #expect(
            Set(commands.dropFirst().map(\.change)) == [
                ParameterChange(frequency: 300), ParameterChange(amplitude: 0.75), ParameterChange(gate: false),
            ])
        #expect(isSynced.load(ordering: .relaxed) == true)
        let final = front.control.finalParameters()
        #expect(final.frequency == 300 && final.amplitude == 0.75)
        #expect(final.gate, "what is due later is dropped at the end")
    }

    @Test func theAnswerToASyncComesAfterWhatCameBefore() throws {
        let front = try Front()
        let worker = try front.begin()
        let synced = Mutex<[Int]>([])
        for number in 0..<3 {
            front.control.apply(ParameterChange(frequency: Float(number)))
            #expect(front.control.whenTaken { synced.withLock { $0.append(number) } })
        }
        _ = worker.takeCommand()
        var seen = 0
        while worker.answerOne() {
            let count = synced.withLock { $0.count }
            if count > seen {
                let frequencies = worker.takeCommands().compactMap(\.change.frequency)
                #expect(frequencies == [Float(count - 1)], "the change is with the worker before the answer")
                seen = count
            }
        }
        #expect(synced.withLock { $0 } == [0, 1, 2])
    }

    @Test func atTheEndNobodyWaitsForAnAnswer() throws {
        let front = try Front()
        let answers = Atomic(0)
        #expect(front.control.whenTaken { answers.wrappingAdd(1, ordering: .relaxed) })
        #expect(answers.load(ordering: .relaxed) == 0)
        front.control.end()
        #expect(answers.load(ordering: .relaxed) == 1)
        #expect(front.control.whenTaken { answers.wrappingAdd(1, ordering: .relaxed) })
        #expect(answers.load(ordering: .relaxed) == 2)
    }

    @Test func aFullQueueOfTimedChangesRefusesMoreAndLetsOthersThrough() throws {
        let front = try Front()
        let worker = try front.begin()
        for number in 0..<Front.capacity {
            #expect(front.control.schedule(ParameterChange(gate: true), atFrame: 1_000_000 + Int64(number)))
        }
        #expect(!front.control.schedule(ParameterChange(gate: true), atFrame: 5))
        worker.answerAll()
        #expect(!front.control.schedule(ParameterChange(gate: true), atFrame: 5))
        front.control.apply(ParameterChange(frequency: 123))
        worker.answerAll()
        let commands = worker.takeCommands()
        #expect(commands.count == 1 + Front.capacity + 1)
        #expect(commands.last?.change.frequency == 123)
        // Those that are over make room.
        front.position = 2_000_000 / 64
        #expect(front.control.schedule(ParameterChange(gate: true), atFrame: 3_000_000))
    }

    @Test func changesThatFindNoRoomAreAskedForAgain() throws {
        let front = try Front()
        var worker = try front.begin()
        var taken: [TimedChange] = []
        for number in 1...1000 {
            front.control.apply(ParameterChange(frequency: Float(number)))
            // Its render thread takes nothing, while its control thread answers.
            _ = worker.answerOne()
            if number % 300 == 0 { taken += worker.takeCommands() }
        }
        taken += worker.takeCommands()
        for _ in 0..<10 {
            worker.answerAll(atMost: 10)
            taken += worker.takeCommands()
        }
        #expect(taken.last?.change.frequency == 1000)
        let frequencies = taken.compactMap(\.change.frequency)
        #expect(zip(frequencies.dropFirst(), frequencies.dropFirst(2)).allSatisfy { $0 <= $1 })
        // Nobody's room is taken by what has the same frame as others.
        worker = try front.begin()
        #expect(worker.takeCommands().count <= 3)
        #expect(front.control.finalParameters().frequency == 1000)
    }

    @Test func aLateChangeIsNotUndoneByEarlierOnes() throws {
        let front = try Front()
        var worker = try front.begin()
        front.limit = 100
        front.position = 90
        front.control.apply(ParameterChange(frequency: 500))
        worker.answerAll()
        #expect(front.control.schedule(ParameterChange(frequency: 300), atFrame: 5))
        worker.answerAll()
        #expect(worker.takeCommands().compactMap(\.change.frequency) == [440, 500, 300])
        front.position = 200
        worker = try front.begin(atBlock: 200)
        #expect(worker.takeCommand()?.change.frequency == 300, "as the worker before had it")
    }

    @Test func aRefusalIsNoted() throws {
        let front = try Front()
        let worker = try front.begin()
        front.control.apply(ParameterChange(frequency: 1))
        for message in worker.takeMessages() {
            front.control.receive(
                WorkerMessage(
                    kind: WorkerKind.refused.rawValue, id: message.id,
                    bytes: Array(String(repeating: "no ", count: 10_000).utf8)), from: worker.memory)
        }
        #expect(front.control.refusals.last?.hasPrefix("no no") == true)
        #expect((front.control.refusals.last?.count ?? 0) <= 200, "it is shown to people")
        #expect(front.control.finalParameters().frequency == 440)
    }

    @Test func whatEndsItsWorkersIsLeftOutAndItsClientTold() throws {
        let front = try Front()
        var worker = try front.begin()
        let reasons = Mutex<[String]>([])
        try front.control.apply(FaultUnit.Mode.crash) { reason in reasons.withLock { $0.append(reason) } }
        worker.answerAll()
        let isFaulty = worker.takeCommands().last?.change.fault == FaultUnit.Mode.crash.value
        #expect(isFaulty)
        front.control.quarantine(node: 2, cause: "the worker was ended by signal 11")
        front.control.quarantine(node: 2, cause: "again")
        front.control.quarantine(node: 99, cause: "nothing of that number")
        let told = reasons.withLock { $0 }
        #expect(told.count == 1, "once")
        #expect(told.first?.contains("5 workers within 10 s") == true && told.first?.contains("signal 11") == true)
        worker = try front.begin()
        let begins = try #require(worker.takeCommand()).change
        #expect(begins.fault == FaultUnit.Mode.off.value)
        #expect(begins.gate == true)
        #expect(worker.takeCommands().allSatisfy { $0.change.fault == nil })

        front.control.quarantine(node: 1, cause: "the worker was ended by signal 11")
        worker = try front.begin()
        #expect(worker.takeCommand()?.change.gate == false)
    }

    @Test func whoWasKeptFromItsProcessorIsNotBlamed() throws {
        let front = try Front()
        for hasCrashed in [false, true] {
            #expect(front.control.canBlame(node: 1, hasCrashed: hasCrashed) == hasCrashed, "the tone")
            #expect(front.control.canBlame(node: 2, hasCrashed: hasCrashed), "the fault unit")
            #expect(!front.control.canBlame(node: 99, hasCrashed: hasCrashed), "there is nothing to leave out")
        }
    }

    @Test func nonsenseFromAWorkerChangesNothing() throws {
        let front = try Front()
        let worker = try front.begin()
        let other = try WorkerMemory(front.shape)
        front.control.apply(ParameterChange(frequency: 500))
        let question = try #require(worker.takeMessages().first)
        front.control.receive(
            WorkerMessage(kind: WorkerKind.prepared.rawValue, id: question.id), from: other)
        #expect(worker.takeCommands().count == 1, "it is not the one that is heard")
        var random = RepeatableRandom(seed: 8)
        for _ in 0..<20_000 {
            let kind =
                Bool.random(using: &random)
                ? UInt32.random(in: 0...110, using: &random) : UInt32(truncatingIfNeeded: random.next())
            let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8(truncatingIfNeeded: random.next())
            }
            front.control.receive(
                WorkerMessage(kind: kind, id: random.next() | 1 << 40, bytes: bytes), from: worker.memory)
        }
        #expect(worker.takeCommands().isEmpty)
        worker.answerTaken()
        #expect(worker.takeCommand()?.change == ParameterChange(frequency: 500))
    }

    @Test func numbersOfManyLostWorkersAddUp() throws {
        let front = try Front()
        for _ in 0..<100 {
            let worker = try front.begin()
            for index in 0..<WorkerHealth.reportWords {
                worker.memory.health.report(index).pointee.store(.max, ordering: .relaxed)
            }
            let report = front.control.report
            #expect(report.load.isFinite && report.loadPeak.isFinite)
            #expect(report.lateChanges > 0 && report.nonFiniteSamples > 0)
            for index in 0..<WorkerHealth.reportWords {
                worker.memory.health.report(index).pointee.store(.min, ordering: .relaxed)
            }
            let other = front.control.report
            #expect(other.load >= 0 && other.lateChanges >= 0 && other.nonFiniteSamples >= 0)
            worker.memory.health.report(2).pointee.store(.max, ordering: .relaxed)
            front.control.lost()
        }
        #expect(front.control.report.lateChanges > 0)
    }
}

/// A control side whose workers are never started.
private final class Front {
    static let capacity = 64
    let shape: WorkerShape
    let pool: WorkerPool
    let control: IsolatedControl

    init() throws {
        shape = WorkerShape(
            format: StreamFormat(sampleRate: 48_000, channelCount: 2, periodFrames: 64), blockFrames: 64,
            leadPeriods: 1,
            commandCapacity: Self.capacity + 16, commandStride: MemoryLayout<TimedChange>.stride, realtimePriority: 1,
            locksMemory: false, parent: getpid())
        pool = try WorkerPool(program: "none", arguments: [], shape: shape, spares: 0) { _ in }
        control = IsolatedControl(
            ParameterSet(frequency: 440, amplitude: 0.5, gate: true), pool: pool, blockFrames: 64,
            capacity: Self.capacity)
    }

    /// The block that the device needs next, and the first that nobody has begun.
    var position: Int64 {
        get { pool.position }
        set { pool.feed.state.pointee.position.store(newValue, ordering: .relaxed) }
    }
    var limit: Int64 {
        get { pool.nextBlock }
        set { pool.feed.state.pointee.limit.store(newValue, ordering: .relaxed) }
    }

    /// Has a new worker begin.
    func begin(atBlock block: Int64 = 0) throws -> FakeWorker {
        let memory = try WorkerMemory(shape)
        memory.reset()
        _ = RingBuffer<TimedChange>(initializing: memory.commandBytes, capacity: Self.capacity + 16)
        control.begin(memory, firstBlock: block)
        return FakeWorker(
            control: control, memory: memory,
            commands: try RingBuffer<TimedChange>(attachingTo: memory.commandBytes).consumer(),
            messages: MessageReceiver(try memory.messages()))
    }
}

/// What a worker does, step by step.
private final class FakeWorker {
    let control: IsolatedControl
    let memory: WorkerMemory
    private var commands: RingConsumer<TimedChange>
    private var messages: MessageReceiver
    private var taken: [WorkerMessage] = []

    init(
        control: IsolatedControl, memory: WorkerMemory, commands: consuming RingConsumer<TimedChange>,
        messages: consuming MessageReceiver
    ) {
        self.control = control
        self.memory = memory
        self.commands = commands
        self.messages = messages
    }

    func takeCommand() -> TimedChange? { commands.pop() }

    func takeCommands() -> [TimedChange] {
        var taken: [TimedChange] = []
        while let command = commands.pop() { taken.append(command) }
        return taken
    }

    /// What its control thread is to do and has not answered; it is answered by `answerTaken`.
    func takeMessages() -> [WorkerMessage] {
        var fresh: [WorkerMessage] = []
        while let message = messages.receive() { fresh.append(message) }
        taken += fresh
        return fresh
    }

    func answerTaken() {
        let messages = taken
        taken = []
        for message in messages { answer(message) }
    }

    /// Answers the next message; whether there was one.
    func answerOne() -> Bool {
        guard let message = messages.receive() else { return false }
        answer(message)
        return true
    }

    func answerAll(atMost count: Int = .max) {
        var left = count
        while left > 0, answerOne() { left -= 1 }
    }

    private func answer(_ message: WorkerMessage) {
        let kind: WorkerKind = message.kind == WorkerKind.sync.rawValue ? .synced : .prepared
        control.receive(WorkerMessage(kind: kind.rawValue, id: message.id), from: memory)
    }
}

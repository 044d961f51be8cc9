import Testing
import Tonewheel
import TonewheelDSP
import TonewheelGraph
import TonewheelRealtime
import TonewheelWorkers
import WorkerSupport

/// Tests of what a worker that joins takes over from the primary.
@Suite struct RejoinTests {
    private let stage: RejoinStage

    init() throws {
        stage = try RejoinStage()
    }

    /// The primary has the memory of an image that is not read, and may have been asked to write it.
    @Test(arguments: [false, true]) func aJoinCanFollowOneThatHasFailed(isRequested: Bool) throws {
        stage.pool.kill(try #require(stage.pool[.standby]))
        while stage.pool[.joining] == nil { try stage.step() }
        // The primary maps the memory, and the front asks for the image.
        if isRequested {
            while stage.front.graph.joinPhase == .preparing { try stage.step() }
            #expect(stage.front.graph.joinPhase == .writing)
        } else {
            _ = stage.pool[.active]?.runningWorker?.work()
        }
        stage.pool.kill(try #require(stage.pool[.joining]))
        try stage.play(30)
        #expect(stage.pool[.standby] != nil)
        #expect(stage.pool.counts.divergences == 0 && stage.pool.unexpectedFailures == [])
        #expect(stage.front.shared.images.usage == (0, 0))
    }

    @Test func messagesAreNumberedOnInEachSuccessor() throws {
        try stage.front.control.add(
            try SynthDef("count") { _ in
                let trigger = Impulse.kr(200)
                SendTrig.kr(trigger, value: UGen.unit("PulseCount", .control, [trigger, 0])[0])
            })
        let operation = GraphOperation.add(try stage.front.control.makeSynth("count", id: 1000, []), .toTail, target: 0)
        #expect(stage.front.send(operation))
        for _ in 0..<4 {
            try stage.play(40)
            stage.pool.kill(try #require(stage.pool[.active]))
        }
        try stage.play(40)
        let counts = stage.front.messages.map { Int($0.values[0]) }
        #expect(counts.count > 20 && counts == Array(1...counts.count))
    }

    private func sendBuffer(frameCount: Int) throws -> Int64 {
        let memory = try #require(
            stage.front.control.makeBuffer(frameCount: frameCount, channelCount: 1, sampleRate: 48_000))
        let offset = memory.pointee.arenaOffset
        #expect(stage.front.send(.swapBuffer(0, memory)))
        return offset
    }

    /// The snapshot names the buffers, and so do packets that workers have applied long ago.
    @Test func buffersAreHeldAfterALoad() throws {
        let offset = try sendBuffer(frameCount: 1000)
        try stage.play(30)
        for phase in [SteppedPool.Seat.Phase.active, .standby] { stage.pool.kill(try #require(stage.pool[phase])) }
        try stage.play(60)
        #expect(stage.pool[.standby] != nil)
        #expect(stage.front.shared.arena.holderCount(offset) == 3, "by the front and two workers")
    }

    @Test func aBufferInTheMemoryOfAFreedOneIsHeld() throws {
        let freed = try sendBuffer(frameCount: 1000)
        try stage.play(5)
        _ = try sendBuffer(frameCount: 0)
        try stage.play(5)
        #expect(stage.front.shared.arena.usage == (0, 0))
        stage.pool.kill(try #require(stage.pool[.standby]))
        while stage.front.graph.joinPhase != .writing { try stage.step() }
        let offset = try sendBuffer(frameCount: 1000)
        #expect(offset == freed)
        try stage.play(30)
        #expect(stage.pool[.standby] != nil)
        #expect(stage.front.shared.arena.holderCount(offset) == 3, "by the front and two workers")
    }
}

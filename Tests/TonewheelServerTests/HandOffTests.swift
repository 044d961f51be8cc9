import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer

/// What threads hand over comes in their order, and before what is said afterwards.
@Suite struct HandOffTests {
    @Test func elementsComeInTheirOrder() {
        let handOff = HandOff<Int>()
        #expect(handOff.takeAll() == [])
        #expect(handOff.add(1))
        #expect(!handOff.add(2))
        #expect(handOff.takeAll() == [1, 2])
        #expect(handOff.takeAll() == [])
        #expect(handOff.add(3))
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            _ = handOff.add(4)
            isDone.signal()
        }
        isDone.wait()
        #expect(handOff.takeAll() == [3, 4])
    }

    /// Whoever asks `/sync` hears first what has become of the command before, which has run on another thread.
    @Test func syncDoesNotOvertake() async throws {
        try await withPlayedEngine { played in
            let socket = UDPSocket()
            let good = try OSCMessage(
                "/d_recv", .blob(SynthDef("sine") { _ in Out.ar(0, SinOsc.ar(440)) }.bytes)
            ).encoded()
            let bad = try OSCMessage("/d_recv", .blob([1, 2, 3])).encoded()
            for round in 0..<200 {
                socket.send(round.isMultiple(of: 3) ? bad : good, to: played.server.port)
                socket.send(try OSCMessage("/sync", .int32(Int32(round))).encoded(), to: played.server.port)
                let first = try nextMessage(socket)
                let second = try nextMessage(socket)
                #expect(first.address == (round.isMultiple(of: 3) ? "/fail" : "/done"))
                #expect(second == OSCMessage("/synced", .int32(Int32(round))))
            }
        }
    }

    /// SuperCollider's language asks on after `/quit`.
    @Test func questionsAreAnsweredAfterQuit() async throws {
        let (quits, quit) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
        try await withPlayedEngine(onQuit: { _ = quit.yield(.now) }) { played in
            let start = ContinuousClock.now
            let answers = try await played.exchange(.message(OSCMessage("/quit")), until: "/done")
            #expect(answers == [OSCMessage("/done", "/quit")])
            #expect(
                try await played.exchange(.message(OSCMessage("/sync", 5)), until: "/synced") == [
                    OSCMessage("/synced", 5)
                ])
            var iterator = quits.makeAsyncIterator()
            let end = try #require(await iterator.next())
            // A timer may be late, and never early.
            #expect(end - start >= .milliseconds(40))
        }
    }
}

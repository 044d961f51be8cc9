import Foundation
import TestSupport
import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer

/// Elements from several threads keep their order, and come before later replies.
@Suite struct MailboxTests {
    @Test func elementsKeepTheirOrder() {
        let mailbox = Mailbox<Int>()
        #expect(mailbox.takeAll() == [])
        #expect(mailbox.add(1))
        #expect(!mailbox.add(2))
        #expect(mailbox.takeAll() == [1, 2])
        #expect(mailbox.takeAll() == [])
        #expect(mailbox.add(3))
        let isDone = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            _ = mailbox.add(4)
            isDone.signal()
        }
        isDone.wait()
        #expect(mailbox.takeAll() == [3, 4])
    }

    /// The reply to a command that runs on another thread comes before the `/synced` that follows it.
    @Test func syncedFollowsEarlierReplies() async throws {
        try await withServedEngine { played in
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

    /// sclang sends queries after `/quit`.
    @Test func queriesHaveRepliesAfterQuit() async throws {
        let (quits, quit) = AsyncStream.makeStream(of: ContinuousClock.Instant.self)
        try await withServedEngine(onQuit: { _ = quit.yield(.now) }) { played in
            let start = ContinuousClock.now
            let replies = try await played.exchange(.message(OSCMessage("/quit")), until: "/done")
            #expect(replies == [OSCMessage("/done", "/quit")])
            #expect(
                try await played.exchange(.message(OSCMessage("/sync", 5)), until: "/synced") == [
                    OSCMessage("/synced", 5)
                ])
            var iterator = quits.makeAsyncIterator()
            let end = try #require(await iterator.next())
            // A timer may be late, but never early.
            #expect(end - start >= .milliseconds(40))
        }
    }
}

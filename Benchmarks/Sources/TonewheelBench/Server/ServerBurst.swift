#if JACK
internal import Synchronization
internal import TonewheelOSC
internal import TonewheelRealtime

/// A burst of synths that are started at a steady rate and free themselves immediately.
struct ServerBurst {
    /// The number of synths per second.
    let perSecond: Int

    /// The duration, in seconds.
    let seconds: Double

    /// The numbers of messages sent and of notifications received.
    struct Outcome {
        var sent = 0
        /// The time that the client needed to send all messages, in seconds. It exceeds the duration on a busy machine.
        var took = 0.0
        var started = 0
        var ended = 0

        /// Whether `/n_go` and `/n_end` of each synth have been received.
        var isComplete: Bool { sent > 0 && started >= sent && ended >= sent }
    }

    /// Sends the burst and counts the notifications.
    ///
    /// - Parameters:
    ///   - definition: The name of a SynthDef whose synths free themselves.
    ///   - firstNode: The node ID of the first synth.
    func run(_ server: ServerUnderTest, definition: String, firstNode: Int32) throws(BenchError) -> Outcome {
        var message = try ServerUnderTest.bytes(
            OSCMessage("/s_new", .string(definition), .int32(firstNode), .int32(0), .int32(0)))
        // The last three numbers are the node ID, the add action and the target.
        let number = message.count - 12
        let count = Int(Double(perSecond) * seconds)
        let progress = Progress()
        let listening = try listen(server, count, progress)
        var outcome = Outcome()
        var failure: BenchError?
        let begin = MonotonicClock.now()
        while outcome.sent < count, failure == nil {
            let elapsed = Double(MonotonicClock.now() - begin) / 1e9
            // The messages of the next millisecond are sent together.
            let due = min(count, Int((elapsed + 0.001) * Double(perSecond)))
            do throws(BenchError) {
                while outcome.sent < due {
                    let node = UInt32(bitPattern: firstNode &+ Int32(truncatingIfNeeded: outcome.sent))
                    for byte in 0..<4 { message[number + byte] = UInt8(truncatingIfNeeded: node >> (24 - 8 * byte)) }
                    try server.socket.send(message)
                    outcome.sent += 1
                }
            } catch {
                failure = error
            }
            MonotonicClock.sleep(until: begin + Int64(Double(outcome.sent) / Double(perSecond) * 1e9))
        }
        outcome.took = Double(MonotonicClock.now() - begin) / 1e9
        progress.isSent.store(true, ordering: .releasing)
        (outcome.started, outcome.ended) = listening.result()
        server.socket.wait(milliseconds: 2_000)
        if let failure { throw failure }
        return outcome
    }

    private final class Progress: Sendable {
        let isSent = Atomic(false)
    }

    /// Counts notifications until all have arrived or none arrives for a second.
    private func listen(
        _ server: ServerUnderTest, _ count: Int, _ progress: Progress
    ) throws(BenchError) -> BenchThread<(Int, Int)> {
        let socket = server.socket
        socket.wait(milliseconds: 100)
        return try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            var (started, ended, timeouts) = (0, 0, 0)
            // Ten time-outs are a second. Notifications that are still missing then are lost.
            while started < count || ended < count, timeouts < 10 {
                guard let size = socket.receiveCount(into: buffer) else {
                    if progress.isSent.load(ordering: .acquiring) { timeouts += 1 }
                    continue
                }
                timeouts = 0
                let packet = UnsafeRawBufferPointer(rebasing: buffer[..<size])
                if ServerUnderTest.isMessage(packet, "/n_go") {
                    started += 1
                } else if ServerUnderTest.isMessage(packet, "/n_end") {
                    ended += 1
                }
            }
            return (started, ended)
        }
    }
}
#endif

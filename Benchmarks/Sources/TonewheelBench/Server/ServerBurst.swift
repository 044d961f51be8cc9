#if JACK
internal import Synchronization
internal import TonewheelOSC
internal import TonewheelRealtime

/// Synths that are started at a steady rate, each of which frees itself at once, and what the server tells of them.
struct ServerBurst {
    /// How many are started a second.
    let perSecond: Int

    /// How long, in seconds.
    let seconds: Double

    /// What becomes of it.
    struct Outcome {
        var sent = 0
        /// How long the client took to send them, in seconds: longer than it should if the machine is too busy.
        var took = 0.0
        var started = 0
        var ended = 0

        /// Whether each synth was heard of twice.
        var isWhole: Bool { sent > 0 && started >= sent && ended >= sent }
    }

    /// - Parameters:
    ///   - definition: of a synth that frees itself.
    ///   - firstNode: the number of the first one.
    func run(_ server: ServerUnderTest, definition: String, firstNode: Int32) throws(BenchError) -> Outcome {
        var message = try ServerUnderTest.bytes(
            OSCMessage("/s_new", .string(definition), .int32(firstNode), .int32(0), .int32(0)))
        // The last three numbers are the node's, how it is added, and to which group.
        let number = message.count - 12
        let count = Int(Double(perSecond) * seconds)
        let progress = Progress()
        let listening = try listen(server, count, progress)
        var outcome = Outcome()
        var failure: BenchError?
        let begin = MonotonicClock.now()
        while outcome.sent < count, failure == nil {
            let elapsed = Double(MonotonicClock.now() - begin) / 1e9
            // What is due in the next millisecond, together.
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

    /// Counts what is told, until all is, or nothing more comes.
    private func listen(
        _ server: ServerUnderTest, _ count: Int, _ progress: Progress
    ) throws(BenchError) -> BenchThread<(Int, Int)> {
        let socket = server.socket
        socket.wait(milliseconds: 100)
        return try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            var (started, ended, silences) = (0, 0, 0)
            // Ten silences are a second: what is still under way then has got lost.
            while started < count || ended < count, silences < 10 {
                guard let size = socket.receiveCount(into: buffer) else {
                    if progress.isSent.load(ordering: .acquiring) { silences += 1 }
                    continue
                }
                silences = 0
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

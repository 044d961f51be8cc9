#if JACK
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime

/// The measurements of a server between its start and its end.
struct ServerRound {
    let server: ServerUnderTest
    let listener: JACKListener
    let effort: BenchEffort

    /// Called with the name of the next measurement.
    let progress: (String) -> Void

    /// The results of a round. Times are in nanoseconds.
    struct Measurements {
        var sync: [Int64] = []
        var status: [Int64] = []
        var set: [Int64] = []
        var synthsPerSecond = 0
        var isLimitedByClient = false
        var bursts: [ServerResult.Burst] = []
        var xruns = 0
        var xrunsInBursts = 0
    }

    private static let level = "tonewheel-bench-level"
    private static let brief = "tonewheel-bench-brief"

    /// The rates of the bursts, in synths per second.
    private var rates: [Int] {
        effort == .full ? [10_000, 20_000, 30_000, 50_000, 75_000, 100_000] : [1_000, 10_000]
    }

    func run(_ changes: inout RingConsumer<DetectedChange>) throws(BenchError) -> Measurements {
        for definition in try definitions() { try server.send("/d_recv", .blob(definition.bytes)) }
        try server.sync()
        var found = Measurements()
        let xruns = listener.xrunCount
        progress("/sync")
        found.sync = try roundTrips(effort.samples(720), "/synced") { OSCMessage("/sync", .int32($0)) }
        progress("/status")
        found.status = try roundTrips(effort.samples(720), "/status.reply") { _ in OSCMessage("/status") }
        progress("/n_set to the first changed sample")
        try measureSets(effort.samples(150), &changes, &found)
        found.xruns = listener.xrunCount - xruns
        try measureBursts(&found)
        found.xrunsInBursts = listener.xrunCount - xruns - found.xruns
        return found
    }

    private func definitions() throws(BenchError) -> [SynthDef] {
        do {
            return [
                // A control at audio rate is not interpolated: it steps at the beginning of a block.
                try SynthDef(Self.level) { Out.ar(0, $0.control("level", 0.25, .audio)) },
                try SynthDef(Self.brief) { _ in FreeSelf.kr(DC.kr(1)) },
            ]
        } catch {
            throw BenchError("\(error)")
        }
    }

    // MARK: - Replies

    /// Returns the nanoseconds from before a request is sent until its reply has arrived.
    private func roundTrips(
        _ count: Int, _ reply: String, _ request: (Int32) -> OSCMessage
    ) throws(BenchError) -> [Int64] {
        let pause = Pause(200...1200)
        var lengths: [Int64] = []
        lengths.reserveCapacity(count)
        for number in 0..<count {
            let bytes = try ServerUnderTest.bytes(request(Int32(number)))
            let begin = MonotonicClock.now()
            try server.socket.send(bytes)
            guard server.receives(reply) else { throw BenchError("The server does not send \(reply).") }
            lengths.append(MonotonicClock.now() - begin)
            pause.sleep()
        }
        return lengths.warmed
    }

    // MARK: - Control latency

    private func measureSets(
        _ count: Int, _ changes: inout RingConsumer<DetectedChange>, _ found: inout Measurements
    ) throws(BenchError) {
        try listener.connect(to: server.output)
        let node: Int32 = 1000
        try server.send("/s_new", .string(Self.level), .int32(node), .int32(0), .int32(0))
        try server.sync()
        // The pauses are not synchronised with the periods.
        let pause = Pause(3_000...6_000)
        var missed = 0
        for number in 0...count {
            // Each level identifies its change, and none of them equals the silence of a drop-out.
            let level = 0.3 + Float(number % 97) / 256
            pause.sleep()
            while changes.pop() != nil {}
            let bytes = try ServerUnderTest.bytes(
                OSCMessage("/n_set", .int32(node), .string("level"), .float32(level)))
            let begin = MonotonicClock.now()
            try server.socket.send(bytes)
            guard let change = waitForLevel(level, &changes) else {
                missed += 1
                continue
            }
            // The first change does not count, since the synth may not have started yet.
            guard number > 0 else { continue }
            found.set.append(change.hostTime - begin)
        }
        guard missed <= 1 + count / 10 else { throw BenchError("\(missed) of \(count) changes were lost.") }
        try server.send("/n_free", .int32(node))
        try server.sync()
    }

    /// Waits until the signal has settled at a level. Returns nil after a time-out.
    private func waitForLevel(_ level: Float, _ changes: inout RingConsumer<DetectedChange>) -> DetectedChange? {
        let deadline = MonotonicClock.now() + 300_000_000
        while MonotonicClock.now() < deadline {
            while let change = changes.pop() {
                if abs(change.settled - level) < 1e-6 { return change }
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 200_000)
        }
        return nil
    }

    // MARK: - Synths

    /// Sends bursts at rising rates, until notifications are lost twice at a rate or the client cannot send faster.
    private func measureBursts(_ found: inout Measurements) throws(BenchError) {
        try server.send("/notify", .int32(1))
        guard server.receives("/done") else { throw BenchError("The server does not reply to /notify.") }
        var firstNode: Int32 = 10_000
        for rate in rates {
            var (isComplete, isClientSaturated) = (false, false)
            for _ in 0..<2 where !isComplete {
                progress("\(rate) synths per second")
                let burst = ServerBurst(perSecond: rate, seconds: effort == .full ? 1 : 0.1)
                let outcome = try burst.run(server, definition: Self.brief, firstNode: firstNode)
                firstNode += Int32(outcome.sent)
                isComplete = outcome.isComplete
                let reached = Int(Double(outcome.sent) / outcome.took)
                found.bursts.append(
                    ServerResult.Burst(
                        perSecond: rate, reached: reached, sent: outcome.sent, started: outcome.started,
                        ended: outcome.ended))
                isClientSaturated = reached < rate / 2
                // A client that was late by a thousandth has reached the rate.
                let kept = reached >= rate - rate / 1000 ? rate : reached
                if isComplete { found.synthsPerSecond = max(found.synthsPerSecond, kept) }
            }
            found.isLimitedByClient = isComplete && isClientSaturated
            guard isComplete, !isClientSaturated else { break }
        }
    }
}
#endif

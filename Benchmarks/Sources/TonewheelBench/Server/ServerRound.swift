#if JACK
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime

/// All that is measured of a server between its start and its end.
struct ServerRound {
    let server: ServerUnderTest
    let listener: JACKListener
    let effort: BenchEffort

    /// Called with what is measured next.
    let progress: (String) -> Void

    /// What was measured: times in nanoseconds.
    struct Found {
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

    /// Synths a second, from burst to burst.
    private var rates: [Int] {
        effort == .full ? [10_000, 20_000, 30_000, 50_000, 75_000, 100_000] : [1_000, 10_000]
    }

    func run(_ changes: inout RingConsumer<DetectedChange>) throws(BenchError) -> Found {
        for definition in try definitions() { try server.send("/d_recv", .blob(definition.bytes)) }
        try server.synchronise()
        var found = Found()
        let xruns = listener.xrunCount
        progress("/sync")
        found.sync = try roundTrips(effort.samples(720), "/synced") { OSCMessage("/sync", .int32($0)) }
        progress("/status")
        found.status = try roundTrips(effort.samples(720), "/status.reply") { _ in OSCMessage("/status") }
        progress("/n_set to the sound")
        try measureSets(effort.samples(150), &changes, &found)
        found.xruns = listener.xrunCount - xruns
        try measureBursts(&found)
        found.xrunsInBursts = listener.xrunCount - xruns - found.xruns
        return found
    }

    private func definitions() throws(BenchError) -> [SynthDef] {
        do {
            return [
                // A control at audio rate is not interpolated: it steps at the begin of a block.
                try SynthDef(Self.level) { Out.ar(0, $0.control("level", 0.25, .audio)) },
                try SynthDef(Self.brief) { _ in FreeSelf.kr(DC.kr(1)) },
            ]
        } catch {
            throw BenchError("\(error)")
        }
    }

    // MARK: - Answers

    /// Nanoseconds from before a question is sent until its answer has come.
    private func roundTrips(
        _ count: Int, _ answer: String, _ question: (Int32) -> OSCMessage
    ) throws(BenchError) -> [Int64] {
        let pause = Pause(200...1200)
        var lengths: [Int64] = []
        lengths.reserveCapacity(count)
        for number in 0..<count {
            let bytes = try ServerUnderTest.bytes(question(Int32(number)))
            let begin = MonotonicClock.now()
            try server.socket.send(bytes)
            guard server.hears(answer) else { throw BenchError("there is no \(answer)") }
            lengths.append(MonotonicClock.now() - begin)
            pause.take()
        }
        return lengths.warmed
    }

    // MARK: - The way to the sound

    private func measureSets(
        _ count: Int, _ changes: inout RingConsumer<DetectedChange>, _ found: inout Found
    ) throws(BenchError) {
        try listener.listen(to: server.output)
        let node: Int32 = 1000
        try server.send("/s_new", .string(Self.level), .int32(node), .int32(0), .int32(0))
        try server.synchronise()
        // Never in step with the periods.
        let pause = Pause(3_000...6_000)
        var missed = 0
        for number in 0...count {
            // Another level each time, so that a change is known by it; what JACK drops out to is none of them.
            let level = 0.3 + Float(number % 97) / 256
            pause.take()
            while changes.pop() != nil {}
            let bytes = try ServerUnderTest.bytes(
                OSCMessage("/n_set", .int32(node), .string("level"), .float32(level)))
            let begin = MonotonicClock.now()
            try server.socket.send(bytes)
            guard let change = heard(level, &changes) else {
                missed += 1
                continue
            }
            // Before the first one, the synth may not have started to play yet.
            guard number > 0 else { continue }
            found.set.append(change.hostTime - begin)
        }
        guard missed <= 1 + count / 10 else { throw BenchError("\(missed) of \(count) changes were not heard") }
        try server.send("/n_free", .int32(node))
        try server.synchronise()
    }

    /// Waits until the sound has come to rest at a level; nil if it does not.
    private func heard(_ level: Float, _ changes: inout RingConsumer<DetectedChange>) -> DetectedChange? {
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

    /// At rising rates, until notifications are lost twice at one of them, or the client is at its end.
    private func measureBursts(_ found: inout Found) throws(BenchError) {
        try server.send("/notify", .int32(1))
        guard server.hears("/done") else { throw BenchError("there is no /done for /notify") }
        var firstNode: Int32 = 10_000
        for rate in rates {
            var (isWhole, isClientAtItsEnd) = (false, false)
            for _ in 0..<2 where !isWhole {
                progress("\(rate) synths a second")
                let burst = ServerBurst(perSecond: rate, seconds: effort == .full ? 1 : 0.1)
                let outcome = try burst.run(server, definition: Self.brief, firstNode: firstNode)
                firstNode += Int32(outcome.sent)
                isWhole = outcome.isWhole
                let reached = Int(Double(outcome.sent) / outcome.took)
                found.bursts.append(
                    ServerResult.Burst(
                        perSecond: rate, reached: reached, sent: outcome.sent, started: outcome.started,
                        ended: outcome.ended))
                isClientAtItsEnd = reached < rate / 2
                // A client that began a thousandth late has kept the rate.
                let kept = reached >= rate - rate / 1000 ? rate : reached
                if isWhole { found.synthsPerSecond = max(found.synthsPerSecond, kept) }
            }
            found.isLimitedByClient = isWhole && isClientAtItsEnd
            guard isWhole, !isClientAtItsEnd else { break }
        }
    }
}
#endif

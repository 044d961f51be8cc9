internal import TonewheelRealtime

/// `tonewheel-bench core`: the figures of the acceptance tests, compared with the reference system and with the floor
/// of the machine.
///
/// The reference system is an engine for the same purpose in Python. It was measured again on the machine on which ours
/// was first measured.
package struct CoreBench {
    private let effort: BenchEffort
    private let id: String?
    private let progress: (String) -> Void
    private var result = CoreResult()

    /// The acceptance tests with figures.
    package static let ids = ["RT-01", "RT-02", "IPC-01", "IPC-03", "IPC-04"]

    /// Runs the benchmark.
    ///
    /// - Parameters:
    ///   - id: The acceptance test to measure; nil for all.
    ///   - progress: Called with the name of the next measurement.
    package static func run(
        _ effort: BenchEffort, only id: String? = nil, progress: @escaping (String) -> Void
    ) async throws(BenchError) -> CoreResult {
        var bench = CoreBench(effort: effort, only: id, progress: progress)
        bench.result.scheduling = try granted()
        if bench.wants("RT-01") || bench.wants("IPC-04") { try await bench.measureControlLatency() }
        if bench.wants("IPC-01") { try await bench.measureOSC() }
        if bench.wants("IPC-03") { try bench.measureRing() }
        if bench.wants("IPC-04") { try bench.measureWakeUp() }
        if bench.wants("RT-02") { try bench.measureLateness() }
        bench.result.rows.sort { $0.id < $1.id }
        return bench.result
    }

    private init(effort: BenchEffort, only id: String?, progress: @escaping (String) -> Void) {
        self.effort = effort
        self.id = id
        self.progress = progress
    }

    /// Returns the scheduling that the system grants to a thread with the priority of a render thread.
    static func granted() throws(BenchError) -> String {
        let rights = try BenchThread { RealtimeRights.acquire(priority: WakeBench.priority, locksMemory: false) }
            .result()
        return rights.scheduling == .granted ? "SCHED_FIFO" : "ordinary, SCHED_FIFO is not granted"
    }

    private func wants(_ id: String) -> Bool { self.id == nil || self.id == id }

    private mutating func add(_ id: String, _ what: String, _ fill: (inout CoreResult.Row) throws(BenchError) -> Void)
        throws(BenchError)
    {
        guard wants(id) else { return }
        progress(what)
        var row = CoreResult.Row(id, what)
        try fill(&row)
        result.rows.append(row)
    }

    // MARK: - RT-01, IPC-04

    private mutating func measureControlLatency() async throws(BenchError) {
        for (rate, frames, count) in [(44_100.0, 256, 1_000), (48_000.0, 64, 3_000)] {
            let name = "\(frames) frames at \(rate == 44_100 ? "44.1" : "48") kHz"
            let what = "OSC message to first changed sample, \(name)"
            progress(what)
            let bench = try await ControlLatencyBench(sampleRate: rate, periodFrames: frames)
            try await measureControlLatency(bench, count, what)
            try add("RT-01", "output latency as reported, \(name)") { row in
                if frames == 256 {
                    row.claimed = "5.9 ms"
                    row.remeasured = Times(p50: 5805)
                }
                row.target = Times(p50: frames == 256 ? 5810 : 1340)
                row.ours = Times(p50: 1e6 * bench.reportedLatency)
            }
            #if JACK
            if wants("IPC-04"), JACKListener.isInstalled {
                let what = "OSC message to another JACK client, \(name)"
                progress(what)
                try await measureThroughJACK(rate, frames, count, what)
            }
            #endif
        }
    }

    #if JACK
    /// Repeats the measurement if it fails: without a sound card the server drops out at times and loses changes.
    private mutating func measureThroughJACK(
        _ rate: Double, _ frames: Int, _ count: Int, _ what: String
    ) async throws(BenchError) {
        for _ in 0..<4 {
            do throws(BenchError) {
                let bench = try await ControlLatencyBench(jackSampleRate: rate, periodFrames: frames)
                return try await measureControlLatency(bench, count, what)
            } catch {
                progress("\(what), again: \(error)")
            }
        }
        let bench = try await ControlLatencyBench(jackSampleRate: rate, periodFrames: frames)
        try await measureControlLatency(bench, count, what)
    }
    #endif

    private mutating func measureControlLatency(
        _ bench: ControlLatencyBench, _ count: Int, _ what: String
    ) async throws(BenchError) {
        let lengths = Result { () throws(BenchError) in try bench.run(effort.samples(count)) }
        await bench.end()
        let measured = Times(nanoseconds: try lengths.get().warmed)
        let period = bench.period / 1000
        try add("IPC-04", what) { row in
            row.target = Times(p99: period + 200)
            row.ours = measured
            row.periods = Times(
                p50: measured.p50.map { $0 / period }, p99: measured.p99.map { $0 / period },
                max: measured.max.map { $0 / period })
        }
    }

    // MARK: - IPC-01

    private mutating func measureOSC() async throws(BenchError) {
        let bench = try await OSCBench()
        let outcome = Result { () throws(BenchError) in try measureOSC(bench) }
        await bench.end()
        try outcome.get()
    }

    private mutating func measureOSC(_ bench: OSCBench) throws(BenchError) {
        let count = effort.samples(3_000)
        let burst = effort.samples(10_000)
        try add("IPC-01", "OSC message until the reply is sent, from another process") { row throws(BenchError) in
            row.claimed = "mean 68 µs, max 3.96 ms"
            row.remeasured = Times(p50: 109, p99: 242)
            row.target = Times(p50: 50, p99: 200)
            try row.measure(count, bench.oneWay, OSCBench.oneWayFloor)
            row.floorIs = "a datagram until a waiting thread has echoed it"
        }
        try add("IPC-01", "/sync to the reply, from another process") { row throws(BenchError) in
            row.target = Times(p50: 200)
            try row.measure(count, bench.roundTrips, OSCBench.roundTripFloor)
            row.floorIs = "a datagram to a thread that echoes it, and back"
        }
        try add("IPC-01", "burst of OSC messages, in order") { row throws(BenchError) in
            row.sent = burst
            row.lost = try bench.burst(burst)
        }
    }

    // MARK: - IPC-03

    private mutating func measureRing() throws(BenchError) {
        let passes = effort.samples(100_000)
        try add("IPC-03", "256 floats through the ring, same thread") { row throws(BenchError) in
            row.claimed = "< 1 ms"
            row.remeasured = Times(p50: 1, p99: 2)
            row.target = Times(p50: 1)
            try row.measure(passes, RingTransferBench.oneThread, RingTransferBench.oneThreadReference)
            row.floorIs = "the same ring in C11"
        }
        let count = effort.samples(3_000)
        try add("IPC-03", "256 floats through the ring, to another thread") { row throws(BenchError) in
            row.remeasured = Times(p50: 26, p99: 79)
            row.target = Times(p50: 40)
            try row.measure(count, RingTransferBench.threads, WakeBench.processes)
            row.floorIs = "a futex wake from another process"
        }
        try add("IPC-03", "256 floats through the ring, from another process") { row throws(BenchError) in
            row.claimed = "42 µs"
            row.remeasured = Times(p50: 33, p99: 67)
            row.target = Times(p50: 40)
            try row.measure(count, RingTransferBench.processes, WakeBench.processes)
            row.floorIs = "a futex wake from another process"
        }
    }

    // MARK: - IPC-04, RT-02

    private static let loads = [(0, "quiet"), (4, "with 4 busy processes")]

    private mutating func measureWakeUp() throws(BenchError) {
        let count = effort.samples(3_000)
        for (busy, name) in Self.loads {
            try add("IPC-04", "wake-up of another thread, \(name)") { row throws(BenchError) in
                row.claimed = "p50 84 µs, p99 190 µs"
                row.target = Times(p50: 40, p99: 150)
                try BenchChild.withBusyProcesses(busy: busy) { () throws(BenchError) in
                    try row.measure(count, WakeBench.threads, WakeBench.processes)
                }
                row.floorIs = "a futex wake from another process"
            }
        }
    }

    private mutating func measureLateness() throws(BenchError) {
        let count = effort.samples(3_000)
        for (busy, name) in Self.loads {
            try add("RT-02", "lateness of a period of 1.333 ms, \(name)") { row throws(BenchError) in
                try BenchChild.withBusyProcesses(busy: busy) { () throws(BenchError) in
                    try row.measure(count, LatenessBench.backend, LatenessBench.bareLoop)
                }
                row.floorIs = "a thread that only sleeps"
            }
        }
    }
}

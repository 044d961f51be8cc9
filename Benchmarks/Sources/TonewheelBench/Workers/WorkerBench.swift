internal import TonewheelRealtime

/// `tonewheel-bench workers`: the figures of the acceptance tests of worker processes, compared with the reference
/// system and with the floor of the machine. Linux only, like workers.
package struct WorkerBench {
    private let effort: BenchEffort
    private let id: String?
    private let progress: (String) -> Void
    private var result = CoreResult()

    /// The acceptance tests with figures.
    package static let ids = ["RT-03", "IPC-03", "IPC-04", "PROC-01", "PROC-02", "PROC-03"]

    /// Runs the benchmark.
    ///
    /// - Parameters:
    ///   - id: The acceptance test to measure; nil for all.
    ///   - progress: Called with the name of the next measurement.
    package static func run(
        _ effort: BenchEffort, only id: String? = nil, progress: @escaping (String) -> Void
    ) async throws(BenchError) -> CoreResult {
        var bench = WorkerBench(effort: effort, only: id, progress: progress)
        bench.result.scheduling = try CoreBench.granted()
        if bench.wants("RT-03") { try bench.measureVoices() }
        if bench.wants("IPC-03") { try bench.measureSlots() }
        if bench.wants("IPC-04") {
            try bench.measureWakeUp()
            try await bench.measureControlLatency()
        }
        if bench.wants("PROC-01") {
            try bench.measureStart()
            try bench.measureMemory()
        }
        if bench.wants("PROC-02") { try bench.measureDispatch() }
        if bench.wants("PROC-03") { try bench.measureIsolation() }
        return bench.result
    }

    private init(effort: BenchEffort, only id: String?, progress: @escaping (String) -> Void) {
        self.effort = effort
        self.id = id
        self.progress = progress
    }

    private func wants(_ id: String) -> Bool { self.id == nil || self.id == id }

    private mutating func add(_ id: String, _ what: String, _ fill: (inout CoreResult.Row) throws(BenchError) -> Void)
        throws(BenchError)
    {
        progress(what)
        var row = CoreResult.Row(id, what)
        try fill(&row)
        result.rows.append(row)
    }

    // MARK: - RT-03

    private mutating func measureVoices() throws(BenchError) {
        progress("100 voices, with one and with two workers")
        let bench = VoicesBench()
        try bench.run(rounds: effort.samples(20))
        func add(
            _ what: String, _ variant: VoicesBench.Variant, to other: VoicesBench.Variant, _ otherIs: String,
            _ target: Double?
        )
            throws(BenchError)
        {
            try self.add("RT-03", "a block of 100 voices, \(what)") { row in
                row.ours = Times(nanoseconds: (bench.lengths[variant] ?? []).map { Int64($0) })
                row.floor = Times(nanoseconds: (bench.lengths[other] ?? []).map { Int64($0) })
                row.floorIs = otherIs
                row.ratio = Ratio(
                    paceOf: bench.lengths[variant] ?? [], over: bench.lengths[other] ?? [], atLeast: target)
            }
        }
        try add("two workers : one", .twoWorkers, to: .oneWorker, "one worker", 1.8)
        try add("two threads : one", .twoThreads, to: .oneThread, "one thread", nil)
        try add("one worker : the callback", .oneWorker, to: .callback, "in the callback", nil)
        try add("two workers : the callback", .twoWorkers, to: .callback, "in the callback", nil)
        try add("two workers : two threads", .twoWorkers, to: .twoThreads, "two threads", nil)
        try self.add("RT-03", "blocks that differ between these") { row in
            row.sent = bench.compared
            row.lost = bench.wrong
        }
    }

    // MARK: - IPC-03

    private mutating func measureSlots() throws(BenchError) {
        let effort = effort
        try add("IPC-03", "256 floats through a slot, same thread") { row throws(BenchError) in
            row.claimed = "< 1 ms"
            row.remeasured = Times(p50: 1, p99: 2)
            row.target = Times(p50: 1)
            try row.measure(effort.samples(100_000), SlotBench.oneThread, RingTransferBench.oneThreadReference)
            row.floorIs = "a ring in C11"
        }
        let worker = try BenchWorker(process: 0..<1, DispatchBench.format)
        try BenchWorker.with([worker]) { () throws(BenchError) in
            try add("IPC-03", "256 floats, requested from a sleeping worker") {
                row throws(BenchError) in
                row.claimed = "42 µs"
                row.remeasured = Times(p50: 33, p99: 67)
                row.target = Times(p50: 40)
                try row.measure(
                    effort.samples(3_000), { count throws(BenchError) in try SlotBench.fromWorker(worker, count) },
                    PingBench.reference)
                row.floorIs = "a bare futex in C"
            }
        }
        let seconds = 10.0
        progress("\(Int(seconds)) s of sound from a worker")
        let outcome = try StreamBench.run(seconds: seconds)
        try add("IPC-03", "10 s of 4 channels, blocks wrong or missing") {
            row in
            row.sent = outcome.blocks
            row.lost = outcome.wrong
        }
        try add("IPC-03", "10 s of 4 channels, blocks not rendered in their slot") { row in
            row.sent = outcome.blocks
            row.lost = outcome.copied
        }
        try add("IPC-03", "10 s of 4 channels, blocks late, one period ahead") { row in
            row.sent = outcome.blocks
            row.lost = outcome.late
        }
    }

    // MARK: - IPC-04

    private mutating func measureWakeUp() throws(BenchError) {
        let turns = 12
        let count = effort.samples(500)
        try add("IPC-04", "wake-up of another process, half of a round trip") { row throws(BenchError) in
            var (ours, reference): ([Int64], [Int64]) = ([], [])
            var (medians, referenceMedians): ([Double], [Double]) = ([], [])
            for _ in 0..<turns {
                let first = try PingBench.ours(count).warmed
                let second = try PingBench.reference(count).warmed
                medians.append(Times(nanoseconds: first).p50 ?? 0)
                referenceMedians.append(Times(nanoseconds: second).p50 ?? 0)
                ours += first
                reference += second
            }
            row.remeasured = Times(p50: 84, p99: 190)
            row.ours = Times(nanoseconds: ours)
            row.floor = Times(nanoseconds: reference)
            row.floorIs = "a bare futex in C"
            row.ratio = Ratio(timeOf: medians, over: referenceMedians, atMost: 1.5)
        }
    }

    private mutating func measureControlLatency() async throws(BenchError) {
        for (rate, frames, count) in [(44_100.0, 256, 500), (48_000.0, 64, 1_500)] {
            let name = "\(frames) frames at \(rate == 44_100 ? "44.1" : "48") kHz"
            for mode in RenderMode.allCases {
                let what = "OSC message to first changed sample, \(mode.title), \(name)"
                progress(what)
                let bench = try await ControlLatencyBench(sampleRate: rate, periodFrames: frames, mode: mode)
                let lengths = Result { () throws(BenchError) in try bench.run(effort.samples(count)) }
                await bench.end()
                let measured = Times(nanoseconds: try lengths.get().warmed)
                let period = bench.period / 1000
                try add("IPC-04", what) { row in
                    row.ours = measured
                    row.periods = Times(
                        p50: measured.p50.map { $0 / period }, p99: measured.p99.map { $0 / period },
                        max: measured.max.map { $0 / period })
                }
            }
        }
    }

    // MARK: - PROC-01

    private mutating func measureStart() throws(BenchError) {
        let effort = effort
        try add("PROC-01", "a worker, from a cold start to its first block") { row throws(BenchError) in
            row.claimed = "672 ms"
            row.remeasured = Times(p50: 829_000)
            row.target = Times(p50: 50_000)
            row.ours = Times(nanoseconds: try StartBench.cold(effort.samples(40)))
        }
        try add("PROC-01", "five workers, until all are ready") { row throws(BenchError) in
            row.target = Times(p50: 500_000)
            row.ours = Times(nanoseconds: try StartBench.five(effort.samples(20)))
        }
        let what = "a spare, from the decision to its first block"
        progress(what)
        let takeovers = try StartBench.takeovers(effort.samples(60))
        try add("PROC-01", what) { row in row.ours = Times(nanoseconds: takeovers.fromDecision) }
        try add("PROC-01", "a spare, from the kill to its first block") { row in
            row.ours = Times(nanoseconds: takeovers.fromKill)
        }
    }

    private mutating func measureMemory() throws(BenchError) {
        for mode in RenderMode.allCases {
            try add("PROC-01", "memory, \(mode.title)") { row throws(BenchError) in
                row.memory = try ProcessMemory.engine(mode)
            }
        }
    }

    // MARK: - PROC-03

    private mutating func measureIsolation() throws(BenchError) {
        let effort = effort
        for mode in [RenderMode.callback, .worker, .redundant] {
            let what = "processor time of 200 voices for one second of sound, \(mode.title)"
            try add("PROC-03", what) { row throws(BenchError) in
                row.ours = Times(nanoseconds: try IsolationCost.measure(mode, seconds: effort.samples(5)))
            }
        }
    }

    // MARK: - PROC-02

    private mutating func measureDispatch() throws(BenchError) {
        let effort = effort
        try add("PROC-02", "the first dispatch, until the render thread runs") { row throws(BenchError) in
            row.remeasured = Times(p50: 84, p99: 153)
            row.ours = Times(nanoseconds: try DispatchBench.first(effort.samples(20)))
        }
        let worker = try BenchWorker(process: 0..<1, DispatchBench.format)
        try BenchWorker.with([worker]) { () throws(BenchError) in try measureDispatch(worker) }
    }

    private mutating func measureDispatch(_ worker: BenchWorker) throws(BenchError) {
        let effort = effort
        let count = effort.samples(3_000)
        var lengths = DispatchBench.Lengths()
        try add("PROC-02", "a dispatch, until the render thread runs") { row throws(BenchError) in
            row.remeasured = Times(p50: 84, p99: 153)
            row.target = Times(p50: 40)
            try row.measure(
                count,
                { count throws(BenchError) in
                    let more = try DispatchBench.single(worker, count)
                    lengths.calls += more.calls.warmed
                    lengths.ends += more.ends.warmed
                    return more.starts
                }, PingBench.reference)
            row.floorIs = "a bare futex in C"
        }
        try add("PROC-02", "a dispatch, until the call returns") { row in
            row.claimed = "20 µs"
            row.remeasured = Times(p50: 22)
            row.target = Times(p50: 22)
            row.ours = Times(nanoseconds: lengths.calls)
        }
        try add("PROC-02", "a dispatch, until the block is complete") { row in
            row.ours = Times(nanoseconds: lengths.ends)
        }
        try add("PROC-02", "eight dispatches together, until all are complete") { row throws(BenchError) in
            row.ours = Times(nanoseconds: try DispatchBench.eightTogether(worker, effort.samples(1_000)))
        }
        let before = try ProcessMemory("worker", worker.process)
        try add("PROC-02", "1,000 dispatches in a row, each until it is complete") { row throws(BenchError) in
            row.ours = Times(nanoseconds: try DispatchBench.consecutive(worker, 1_000))
        }
        let after = try ProcessMemory("worker", worker.process)
        try add("PROC-02", "1,000 dispatches in a row, growth of the worker's memory") { row in
            row.grownKilobytes = after.resident - before.resident
        }
    }
}

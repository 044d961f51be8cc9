internal import CRingReference
internal import Synchronization
internal import TonewheelRealtime

/// The time to wake a thread of another process that sleeps on a word in shared memory: half of the time in which one
/// process wakes the other and is woken by it. The sleepers are threads like render threads.
enum PingBench {
    /// Measures `WakeUp`, in nanoseconds.
    static func ours(_ count: Int) throws(BenchError) -> [Int64] {
        try lengths(count, replies: .replies) { page in
            let words = PingWords(page)
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            for number in 1...Int64(count) {
                let start = MonotonicClock.now()
                words.send(number, .request)
                guard words.await(number, .reply) else { break }
                lengths.append(MonotonicClock.now() - start)
            }
            return lengths
        }
    }

    /// Measures a bare futex in C, in nanoseconds.
    static func reference(_ count: Int) throws(BenchError) -> [Int64] {
        try lengths(count, replies: .referenceReplies) { page in
            [Int64](unsafeUninitializedCapacity: count) { lengths, done in
                done = futex_reference_ping(referenceWords(page), count, lengths.baseAddress)
            }
        }
    }

    private static func lengths(
        _ count: Int, replies role: BenchClient.Role, _ ask: @escaping @Sendable (SharedPage) -> [Int64]
    ) throws(BenchError) -> [Int64] {
        let page = try SharedPage()
        var client = BenchClient(role)
        client.count = count
        client.memory = page.path
        let child = try BenchChild(client)
        let lengths = try BenchThread(priority: WakeBench.priority) { ask(page) }.result()
        guard try child.result() == [Int64(count)], lengths.count == count else {
            throw BenchError("\(count - lengths.count) of \(count) wake-ups were lost.")
        }
        return lengths.map { $0 / 2 }
    }

    // MARK: - The other process

    /// Replies with `WakeUp`, and returns the number of requests.
    static func reply(_ count: Int, _ page: SharedPage) throws(BenchError) -> [Int64] {
        [
            try BenchThread(priority: WakeBench.priority) {
                let words = PingWords(page)
                for number in 1...Int64(count) {
                    guard words.await(number, .request) else { return number - 1 }
                    words.send(number, .reply)
                }
                return Int64(count)
            }.result()
        ]
    }

    /// Replies with a bare futex in C, and returns the number of requests.
    static func replyAsReference(_ count: Int, _ page: SharedPage) throws(BenchError) -> [Int64] {
        [
            try BenchThread(priority: WakeBench.priority) { Int64(futex_reference_pong(referenceWords(page), count)) }
                .result()
        ]
    }

    private static func referenceWords(_ page: SharedPage) -> UnsafeMutablePointer<UInt32> {
        page.ringMemory.baseAddress!.assumingMemoryBound(to: UInt32.self)  // never empty
    }
}

/// The shared state of two processes that wake each other: a number and a wake-up for each direction.
private struct PingWords {
    enum Direction: Int {
        case request, reply
    }

    private let base: UnsafeMutableRawPointer
    private let wakeUps: [WakeUp]

    init(_ page: SharedPage) {
        let base = page.ringMemory.baseAddress!  // never empty
        self.base = base
        wakeUps = [WakeUp(at: base), WakeUp(at: base + 128)]
    }

    private func number(_ direction: Direction) -> UnsafeMutablePointer<Atomic<Int64>> {
        (base + 256 + 128 * direction.rawValue).assumingMemoryBound(to: Atomic<Int64>.self)
    }

    func send(_ number: Int64, _ direction: Direction) {
        self.number(direction).pointee.store(number, ordering: .releasing)
        wakeUps[direction.rawValue].signal()
    }

    /// Waits until `number` has been sent. Returns false after ten seconds.
    func await(_ number: Int64, _ direction: Direction) -> Bool {
        for _ in 0..<10 {
            if self.number(direction).pointee.load(ordering: .acquiring) >= number { return true }
            wakeUps[direction.rawValue].sleep(timeout: 1_000_000_000)
        }
        return false
    }
}

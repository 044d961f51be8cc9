internal import CRingReference
internal import Synchronization
internal import TonewheelRealtime

/// How long it takes to wake a thread of another process that sleeps on a word in shared memory: half of the time in which one
/// process wakes the other and is woken by it. The sleepers are such threads as render.
enum PingBench {
    /// By `WakeUp`; nanoseconds.
    static func ours(_ count: Int) throws(BenchError) -> [Int64] {
        try lengths(count, answers: .answers) { page in
            let words = PingWords(page)
            var lengths: [Int64] = []
            lengths.reserveCapacity(count)
            for number in 1...Int64(count) {
                let start = MonotonicClock.now()
                words.say(number, .question)
                guard words.await(number, .answer) else { break }
                lengths.append(MonotonicClock.now() - start)
            }
            return lengths
        }
    }

    /// By a bare futex in C.
    static func reference(_ count: Int) throws(BenchError) -> [Int64] {
        try lengths(count, answers: .referenceAnswers) { page in
            [Int64](unsafeUninitializedCapacity: count) { lengths, done in
                done = futex_reference_ping(referenceWords(page), count, lengths.baseAddress)
            }
        }
    }

    private static func lengths(
        _ count: Int, answers role: BenchClient.Role, _ ask: @escaping @Sendable (SharedPage) -> [Int64]
    ) throws(BenchError) -> [Int64] {
        let page = try SharedPage()
        var client = BenchClient(role)
        client.count = count
        client.memory = page.path
        let child = try BenchChild(client)
        let lengths = try BenchThread(priority: WakeBench.priority) { ask(page) }.result()
        guard try child.result() == [Int64(count)], lengths.count == count else {
            throw BenchError("\(count - lengths.count) of \(count) wake-ups got lost")
        }
        return lengths.map { $0 / 2 }
    }

    // MARK: - The other process

    /// Answers by `WakeUp`; returns how often it was asked.
    static func answer(_ count: Int, _ page: SharedPage) throws(BenchError) -> [Int64] {
        [
            try BenchThread(priority: WakeBench.priority) {
                let words = PingWords(page)
                for number in 1...Int64(count) {
                    guard words.await(number, .question) else { return number - 1 }
                    words.say(number, .answer)
                }
                return Int64(count)
            }.result()
        ]
    }

    /// Answers as C does.
    static func answerAsReference(_ count: Int, _ page: SharedPage) throws(BenchError) -> [Int64] {
        [
            try BenchThread(priority: WakeBench.priority) { Int64(futex_reference_pong(referenceWords(page), count)) }
                .result()
        ]
    }

    private static func referenceWords(_ page: SharedPage) -> UnsafeMutablePointer<UInt32> {
        page.ringMemory.baseAddress!.assumingMemoryBound(to: UInt32.self)  // it is not empty
    }
}

/// What two processes wake each other by: for each direction a number, and what its reader sleeps on.
private struct PingWords {
    enum Direction: Int {
        case question, answer
    }

    private let base: UnsafeMutableRawPointer
    private let wakeUps: [WakeUp]

    init(_ page: SharedPage) {
        let base = page.ringMemory.baseAddress!  // it is not empty
        self.base = base
        wakeUps = [WakeUp(at: base), WakeUp(at: base + 128)]
    }

    private func number(_ direction: Direction) -> UnsafeMutablePointer<Atomic<Int64>> {
        (base + 256 + 128 * direction.rawValue).assumingMemoryBound(to: Atomic<Int64>.self)
    }

    func say(_ number: Int64, _ direction: Direction) {
        self.number(direction).pointee.store(number, ordering: .releasing)
        wakeUps[direction.rawValue].signal()
    }

    /// Sleeps until it is said; false if it is not, for ten seconds.
    func await(_ number: Int64, _ direction: Direction) -> Bool {
        for _ in 0..<10 {
            if self.number(direction).pointee.load(ordering: .acquiring) >= number { return true }
            wakeUps[direction.rawValue].sleep(timeout: 1_000_000_000)
        }
        return false
    }
}

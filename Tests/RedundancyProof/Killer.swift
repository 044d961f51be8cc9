import Foundation
import Synchronization
import Tonewheel

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// Hits workers at random moments: with SIGKILL, with SIGSTOP as a debugger does, and with SIGSEGV from outside.
final class Killer: Sendable {
    struct Hit: Sendable {
        /// The frame of the device at that time.
        let frame: Int64
        let signal: Int32

        /// Whether no worker is left that has the state of the graph.
        let wasLast: Bool
    }

    private let engine: AudioEngine
    private let options: ProofOptions
    private let isEnding = Atomic(false)
    private let hasEnded = Atomic(false)
    private let all = Mutex<[Hit]>([])

    init(_ engine: AudioEngine, _ options: ProofOptions) {
        self.engine = engine
        self.options = options
    }

    var hits: [Hit] { all.withLock { $0 } }

    var description: String {
        let hits = hits
        return [(SIGKILL, "SIGKILL"), (SIGSTOP, "SIGSTOP"), (SIGSEGV, "SIGSEGV")]
            .map { signal, name in "\(hits.count { $0.signal == signal }) \(name)" }.joined(separator: ", ")
    }

    func run() {
        var random = Score.Choices(seed: options.seed &+ 77)
        while engine.status.workers?.redundancy != .full { usleep(10_000) }
        while !isEnding.load(ordering: .relaxed) {
            usleep(UInt32(random.number(200_000...2_000_000)))
            // The last hits leave time to restore redundancy.
            guard engine.status.frame < Score.start + Int64((options.seconds - 2) * 48_000) else { continue }
            guard let workers = engine.status.workers else { continue }
            let processes = [workers.process, workers.standbyProcess].filter { $0 > 0 }
            guard !processes.isEmpty else { continue }
            let first = processes[random.index(processes.count)]
            hit(first, random.index(4), isLast: workers.redundancy != .full)
            if options.hitsBoth, random.index(10) == 0, let second = processes.first(where: { $0 != first }) {
                usleep(UInt32(random.number(0...1333)))
                hit(second, random.index(4), isLast: true)
            }
        }
        hasEnded.store(true, ordering: .releasing)
    }

    private func hit(_ process: Int32, _ choice: Int, isLast: Bool) {
        let signal = choice < 2 ? SIGKILL : choice == 2 ? SIGSTOP : SIGSEGV
        let frame = Int64(engine.status.frame)
        guard kill(process, signal) == 0 else { return }
        all.withLock { $0.append(Hit(frame: frame, signal: signal, wasLast: isLast)) }
    }

    func end() {
        isEnding.store(true, ordering: .relaxed)
        while !hasEnded.load(ordering: .acquiring) { usleep(10_000) }
        // The status is read afterwards, when redundancy is back.
        for _ in 0..<500 where engine.status.workers?.redundancy != .full { usleep(10_000) }
    }
}

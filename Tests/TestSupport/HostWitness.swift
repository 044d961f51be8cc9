internal import CTonewheel
internal import Synchronization
internal import TonewheelRealtime

/// A measurement of how long a virtual machine's host, or another real-time process, takes processors away.
///
/// One thread per processor sleeps at SCHED_FIFO 95, ahead of everything that plays. Its lateness is the time for which the
/// processor was away.
package final class HostWitness: Sendable {
    private let threads: [RenderThread]
    private let absences: [Absences]

    /// How long the threads sleep, in nanoseconds.
    private static let step: Int64 = 2_000_000

    /// What is no more than a late wake-up, in nanoseconds.
    private static let negligible: Int64 = 1_000_000

    /// Ahead of everything that plays.
    private static let priority: Int32 = 95

    private final class Absences: Sendable {
        struct Absence {
            let end: Int64
            let length: Int64
        }

        let all = Mutex<[Absence]>([])
    }

    /// Begins to watch.
    package init() throws {
        var numbers = [Int32](repeating: 0, count: 1024)
        numbers.removeLast(numbers.count - Int(tonewheel_processors(&numbers, Int32(numbers.count))))
        var threads: [RenderThread] = []
        var absences: [Absences] = []
        for number in numbers {
            let (thread, log) = (RenderThread(), Absences())
            let rights = try thread.start(name: "tw-witness") {
                _ = tonewheel_keep_on_processor(number)
                return RealtimeRights.acquire(priority: Self.priority, locksMemory: false)
            } body: {
                Self.watch(thread, log)
            }
            threads.append(thread)
            // Behind others it would take their work for the host's.
            if rights.scheduling == .granted { absences.append(log) }
        }
        self.threads = threads
        self.absences = absences
    }

    private static func watch(_ thread: RenderThread, _ absences: Absences) {
        while !thread.isStopping {
            let due = MonotonicClock.now() + step
            MonotonicClock.sleep(until: due)
            let now = MonotonicClock.now()
            guard now - due > negligible else { continue }
            absences.all.withLock { $0.append(Absences.Absence(end: now, length: now - due)) }
        }
    }

    /// The longest time, of any `window`, that a processor was away so far; zero without the right to run ahead of others.
    package func longestAbsence(within window: Duration = .milliseconds(500)) -> Duration {
        let length = Int64(window / .nanoseconds(1))
        let most = absences.map { absences in
            let all = absences.all.withLock { $0 }
            var (first, sum, most) = (0, Int64(0), Int64(0))
            for absence in all {
                sum += absence.length
                while all[first].end < absence.end - length {
                    sum -= all[first].length
                    first += 1
                }
                most = max(most, sum)
            }
            return most
        }
        return .nanoseconds(most.max() ?? 0)
    }

    /// Ends the watch.
    package func end() {
        for thread in threads { thread.stop() }
    }
}

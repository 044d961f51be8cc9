internal import CTonewheel
internal import Synchronization
internal import TonewheelRealtime

/// A monitor of the processor time that a virtual machine's host, or another real-time process, steals.
///
/// One thread per processor sleeps at SCHED_FIFO 95, above the priority of all render threads. The lateness of its
/// wake-ups is the time for which the processor was unavailable.
package final class StolenTimeMonitor: Sendable {
    private let threads: [RenderThread]
    private let absences: [Absences]

    /// The time for which the threads sleep, in nanoseconds.
    private static let step: Int64 = 2_000_000

    /// The lateness of an ordinary wake-up, in nanoseconds, which is not counted.
    private static let negligible: Int64 = 1_000_000

    /// A priority above that of all render threads.
    private static let priority: Int32 = 95

    private final class Absences: Sendable {
        struct Absence {
            let end: Int64
            let length: Int64
        }

        let all = Mutex<[Absence]>([])
    }

    /// Starts the threads.
    package init() throws {
        var numbers = [Int32](repeating: 0, count: 1024)
        numbers.removeLast(numbers.count - Int(tonewheel_processors(&numbers, Int32(numbers.count))))
        var threads: [RenderThread] = []
        var absences: [Absences] = []
        for number in numbers {
            let (thread, log) = (RenderThread(), Absences())
            let rights = try thread.start(name: "tw-monitor") {
                _ = tonewheel_pin_to_processor(number)
                return RealtimeRights.acquire(priority: Self.priority, locksMemory: false)
            } body: {
                Self.watch(thread, log)
            }
            threads.append(thread)
            // Without the priority, the thread would attribute the work of other threads to the host.
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

    /// Returns the longest time within any `window` for which a processor has been unavailable; zero without the right
    /// to the priority.
    package func longestStolenTime(within window: Duration = .milliseconds(500)) -> Duration {
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

    /// Ends the threads.
    package func end() {
        for thread in threads { thread.stop() }
    }
}

import Foundation
import TonewheelRealtime

/// The number of the engine's threads and of all file descriptors of this process.
struct ProcessCensus {
    let threads: Int
    let descriptors: Int

    init() {
        func entries(_ folder: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)")) ?? []
        }
        // The engine's threads are found by their names, since the test runner's threads come and go.
        threads = entries("task").count { task in
            (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8))?.hasPrefix("tw-") ?? false
        }
        descriptors = entries("fd").count
    }

    /// Whether no threads and descriptors have leaked since `earlier`, in `times` repetitions.
    ///
    /// Tests that run in parallel have threads and descriptors of their own, but a leak in each repetition exceeds half
    /// of `times`. A thread that has been joined takes a moment to vanish from the list.
    static func isSettled(since earlier: ProcessCensus, times: Int) -> Bool {
        for _ in 0..<200 {
            let now = ProcessCensus()
            if now.threads < earlier.threads + times / 2, now.descriptors < earlier.descriptors + times / 2 {
                return true
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000)
        }
        return false
    }
}

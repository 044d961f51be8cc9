import Foundation
import TonewheelRealtime

/// How many threads of ours and how many descriptors this process has.
struct ProcessCensus {
    let threads: Int
    let descriptors: Int

    init() {
        func entries(_ folder: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)")) ?? []
        }
        // By their names: the test runner's own threads come and go.
        threads = entries("task").count { task in
            (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8))?.hasPrefix("tw-") ?? false
        }
        descriptors = entries("fd").count
    }

    /// Whether nothing has come to stay since `earlier`, when something was done so often.
    ///
    /// Other tests run beside and have threads and descriptors of their own: what leaks one each time leaks more than half
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

import Foundation
import TonewheelRealtime

/// The threads and descriptors of this process that an engine can leave behind.
struct ProcessCensus: Equatable {
    let threads: [String]
    let descriptors: Int

    init() {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        // By their names: the test runner's own threads come and go.
        threads = tasks.compactMap { try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8) }
            .filter { $0.hasPrefix("tw-") }
            .sorted()
        descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
    }

    /// The census once it is `expected`, or as it still is after a while: a thread that has been joined takes a moment to
    /// vanish from the list.
    static func settled(to expected: ProcessCensus) -> ProcessCensus {
        for _ in 0..<200 {
            if ProcessCensus() == expected { break }
            MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000)
        }
        return ProcessCensus()
    }
}

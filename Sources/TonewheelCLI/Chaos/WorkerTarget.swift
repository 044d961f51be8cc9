import Foundation

/// The worker process of an engine into which faults are injected. No other process is ever signalled.
struct WorkerTarget {
    let id: Int32

    /// The engine's process.
    let parent: Int32

    /// Sends a signal to the worker. Returns false if it has ended.
    func signal(_ number: Int32) -> Bool {
        isWorker && kill(id, number) == 0
    }

    /// Whether the process is a child of the engine's. The id of an ended process may have been reused.
    var isWorker: Bool {
        guard id > 1, parent > 1, let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else {
            return false
        }
        // "id (name) state parent …"; the name may contain any characters.
        let words = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        return words.count > 2 && Int32(words[2]) == parent
    }
}

import Foundation

/// The process that renders for an engine, as one to be harmed: never any other process.
struct WorkerTarget {
    let id: Int32

    /// The engine's process.
    let parent: Int32

    /// Sends it a signal; whether it was still there.
    func signal(_ number: Int32) -> Bool {
        isWorker && kill(id, number) == 0
    }

    /// Whether the process is a child of the engine's. A number that has ended may be somebody else's by now.
    var isWorker: Bool {
        guard id > 1, parent > 1, let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else {
            return false
        }
        // "id (name) state parent …"; the name may hold anything.
        let words = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
        return words.count > 2 && Int32(words[2]) == parent
    }
}

internal import Foundation

/// What a process has of the machine's memory, in kilobytes, as Linux says it.
package struct ProcessMemory: Encodable, Sendable, Equatable {
    /// Which process.
    package let process: String

    /// What is in memory of it, also where others have the same pages.
    package let resident: Int

    /// The same, pages that several have divided among them.
    package let proportional: Int

    /// What it has locked.
    package let locked: Int

    /// Of a process that is there.
    init(_ process: String, _ id: Int32) throws(BenchError) {
        func kilobytes(_ file: String, _ name: String) throws(BenchError) -> Int {
            guard let text = try? String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8),
                let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") }),
                let number = Int(line.filter(\.isNumber))
            else { throw BenchError("the system does not say how much memory process \(id) has") }
            return number
        }
        self.process = process
        resident = try kilobytes("status", "VmRSS")
        locked = try kilobytes("status", "VmLck")
        proportional = try kilobytes("smaps_rollup", "Pss")
    }

    /// Of an engine that plays to a clock, and of its workers.
    static func engine(_ mode: RenderMode) throws(BenchError) -> [ProcessMemory] {
        let engine = try BenchChild(
            BuiltProgram.path(of: "tonewheel"),
            ["run", "--backend", "null", "--no-record", "--port", "0"] + mode.options)
        guard engine.prints("ends it.") else { throw BenchError("the engine does not play") }
        // Spares that are still on their way, and pages that are touched by the first periods.
        Pause(1_000_000...1_000_000).take()
        var memories = [try ProcessMemory("front", engine.id)]
        for (number, worker) in children(of: engine.id).enumerated() {
            memories.append(try ProcessMemory("worker \(number + 1)", worker))
        }
        return memories
    }

    private static func children(of id: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return threads.flatMap { thread in
            let text = try? String(contentsOfFile: "/proc/\(id)/task/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }.sorted()
    }
}

internal import Foundation

/// The memory of a process, in kilobytes, as reported by Linux.
package struct ProcessMemory: Encodable, Sendable, Equatable {
    /// The name of the process in the result.
    package let process: String

    /// The resident memory, including shared pages.
    package let resident: Int

    /// The proportional share: shared pages are divided by the number of processes that map them.
    package let proportional: Int

    /// The locked address space.
    package let locked: Int

    /// Reads the memory of a running process.
    init(_ process: String, _ id: Int32) throws(BenchError) {
        func kilobytes(_ file: String, _ name: String) throws(BenchError) -> Int {
            guard let text = try? String(contentsOfFile: "/proc/\(id)/\(file)", encoding: .utf8),
                let line = text.split(separator: "\n").first(where: { $0.hasPrefix("\(name):") }),
                let number = Int(line.filter(\.isNumber))
            else { throw BenchError("Cannot read the memory of process \(id) from /proc.") }
            return number
        }
        self.process = process
        resident = try kilobytes("status", "VmRSS")
        locked = try kilobytes("status", "VmLck")
        proportional = try kilobytes("smaps_rollup", "Pss")
    }

    /// Starts an engine with the null backend, and reads its memory and that of its workers.
    static func engine(_ mode: RenderMode) throws(BenchError) -> [ProcessMemory] {
        let engine = try BenchChild(
            BuiltProgram.path(of: "tonewheel"),
            ["run", "--backend", "null", "--no-record", "--port", "0"] + mode.options)
        guard engine.waitForOutput("to stop.") else { throw BenchError("The engine does not start.") }
        // Time for spares to start and for the first periods to touch their pages.
        Pause(1_000_000...1_000_000).sleep()
        var memories = [try ProcessMemory("front", engine.id)]
        for (number, worker) in children(of: engine.id).enumerated() {
            memories.append(try ProcessMemory("worker \(number + 1)", worker))
        }
        return memories
    }

    static func children(of id: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(id)/task")) ?? []
        return threads.flatMap { thread in
            let text = try? String(contentsOfFile: "/proc/\(id)/task/\(thread)/children", encoding: .utf8)
            return (text ?? "").split(separator: " ").compactMap { Int32($0) }
        }.sorted()
    }
}

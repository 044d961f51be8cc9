import Foundation

/// The system resources of this process.
struct Footprint {
    /// The resident memory, in kilobytes.
    let memory: Int
    let descriptors: Int
    let threads: Int

    init() {
        func entries(_ folder: String) -> Int {
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(folder)").count) ?? 0
        }
        descriptors = entries("fd")
        threads = entries("task")
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") } ?? ""
        memory = line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0
    }
}

import Foundation

/// The names of what the program has in shared memory.
func sharedMemory() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").filter { $0.hasPrefix("tonewheel") })
}

/// The processes that run a program.
func processes(of executable: URL) throws -> [Int32] {
    let path = executable.resolvingSymlinksInPath().path
    return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/exe")) == path
    }
}

/// What the descriptors of a process stand for.
func descriptors(of process: Int32) throws -> [String] {
    let folder = "/proc/\(process)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
    }
}

/// How many threads a process has.
func threadCount(of process: Int32) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").count
}

/// The memories that a process, or any process, shares with workers, by the system's numbers for them.
func sharedMappings(of process: Int32? = nil) throws -> Set<String> {
    let all =
        try process.map { [$0] } ?? FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init)
    // "addresses rights offset device number path"; what has ended meanwhile has none.
    return all.reduce(into: []) { numbers, process in
        let maps = (try? String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)) ?? ""
        for line in maps.split(separator: "\n") where line.contains("memfd:tonewheel-worker") {
            numbers.insert(line.split(separator: " ").dropFirst(3).prefix(2).joined(separator: " "))
        }
    }
}

import Foundation

/// Returns the names of the program's shared memory files.
func sharedMemory() throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: "/dev/shm").filter { $0.hasPrefix("tonewheel") })
}

/// Returns the processes that run an executable.
func processes(of executable: URL) throws -> [Int32] {
    let path = executable.resolvingSymlinksInPath().path
    return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\($0)/exe")) == path
    }
}

/// Returns the targets of a process's open descriptors.
func descriptors(of process: Int32) throws -> [String] {
    let folder = "/proc/\(process)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\($0)")
    }
}

/// Returns the number of threads of a process.
func threadCount(of process: Int32) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task").count
}

/// Returns the shared memory mappings for workers of a process, or of all processes, by device and inode number.
func sharedMappings(of process: Int32? = nil) throws -> Set<String> {
    let all =
        try process.map { [$0] } ?? FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init)
    // "addresses rights offset device inode path"; a process that has ended meanwhile has no mappings.
    return all.reduce(into: []) { numbers, process in
        let maps = (try? String(contentsOfFile: "/proc/\(process)/maps", encoding: .utf8)) ?? ""
        for line in maps.split(separator: "\n") where line.contains("memfd:tonewheel-worker") {
            numbers.insert(line.split(separator: " ").dropFirst(3).prefix(2).joined(separator: " "))
        }
    }
}

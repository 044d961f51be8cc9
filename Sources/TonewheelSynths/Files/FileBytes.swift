#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A reader for whole files. It uses the C library, since this target is linked into Swift programs without Foundation.
/// `[control]`
enum FileBytes {
    /// Returns the bytes of a file; nil if it cannot be read.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { readSome(descriptor, $0) }
            guard count >= 0 else { return nil }
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }

    private static func readSome(_ descriptor: Int32, _ memory: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Darwin)
        Darwin.read(descriptor, memory.baseAddress, memory.count)
        #else
        Glibc.read(descriptor, memory.baseAddress, memory.count)
        #endif
    }
}

/// The contents of folders. `[control]`
enum FolderContents {
    /// Returns the paths of the files in a folder whose names have a suffix, sorted by name.
    static func files(in folder: String, suffix: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(suffix) { names.append(name) }
        }
        return names.sorted().map { "\(folder)/\($0)" }
    }
}

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Returns `path` if no such file exists, else the first of `take-2.wav`, `take-3.wav`, … that does not exist. A new
/// recording therefore never replaces an old one. `[control]`
package func unusedPath(_ path: String) -> String {
    let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let dot = path[nameStart...].lastIndex(of: ".") ?? path.endIndex
    var (candidate, number) = (path, 2)
    while access(candidate, F_OK) == 0 {
        candidate = "\(path[..<dot])-\(number)\(path[dot...])"
        number += 1
    }
    return candidate
}

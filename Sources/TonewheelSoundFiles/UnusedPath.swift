#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// `path` if there is no such file, else the first of `take-2.wav`, `take-3.wav`, … that there is not: a new recording never
/// replaces an old one. `[control]`
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

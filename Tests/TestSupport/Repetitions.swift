#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// How often a test with two threads repeats what it does: a twentieth under ThreadSanitizer, which sees a race by the order of accesses
/// and not by their number, and makes each of them some fifty times slower.
package func repetitions(_ count: Int) -> Int {
    getenv("TONEWHEEL_TSAN") == nil ? count : max(1, count / 20)
}

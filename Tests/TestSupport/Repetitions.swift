#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Returns the number of repetitions for a test with two threads: `count`, or a twentieth under ThreadSanitizer.
///
/// ThreadSanitizer finds a race by the order of accesses, not by their number, and makes them about fifty times slower.
package func repetitions(_ count: Int) -> Int {
    getenv("TONEWHEEL_TSAN") == nil ? count : max(1, count / 20)
}

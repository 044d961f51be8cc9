#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The formats of numbers in the output of scsynth.
enum NumberText {
    /// Formats a number with up to 14 digits (`%.14g`).
    static func long(_ number: Float) -> String { text(number, "%.14g") }

    /// Formats a number with up to 6 digits (`%g`).
    static func short(_ number: Float) -> String { text(number, "%g") }

    private static func text(_ number: Float, _ format: String) -> String {
        // These formats need at most 24 characters.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { letters in
            _ = withVaList([Double(number)]) { vsnprintf(letters.baseAddress!, letters.count, format, $0) }
            return String(cString: letters.baseAddress!)
        }
    }
}

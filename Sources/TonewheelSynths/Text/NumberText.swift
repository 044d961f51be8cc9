#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Numbers as scsynth prints them.
enum NumberText {
    /// With up to 14 digits: `%.14g` of C.
    static func long(_ number: Float) -> String { text(number, "%.14g") }

    /// With up to 6 digits: `%g` of C.
    static func short(_ number: Float) -> String { text(number, "%g") }

    private static func text(_ number: Float, _ format: String) -> String {
        // No number takes more than 24 letters in these formats.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { letters in
            _ = withVaList([Double(number)]) { vsnprintf(letters.baseAddress!, letters.count, format, $0) }
            return String(cString: letters.baseAddress!)
        }
    }
}

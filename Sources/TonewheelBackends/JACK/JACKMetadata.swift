package import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The database that JACK's programs of one user share, and that kills them all if it is damaged.
///
/// JACK2 opens it (Berkeley DB, in files that are mapped into memory) before it looks for a server, and so does PortAudio,
/// which asks JACK for its devices. A program that ends while it makes them may leave an empty file behind: each later one
/// dies of SIGBUS there.
package enum JACKMetadata {
    /// The folder of this user's.
    package static var folder: String { "/dev/shm/jack_db-\(getuid())" }

    /// How long another program may take to set it up, in nanoseconds.
    private static let patience: Int64 = 200_000_000

    /// Before the library is called. `[control]`
    ///
    /// - Throws: `BackendError` if the database is damaged.
    package static func check(_ folder: String = folder) throws(BackendError) {
        let deadline = MonotonicClock.now() + patience
        while hasEmptyFile(folder) {
            guard MonotonicClock.now() < deadline else {
                throw BackendError(
                    "JACK's database is damaged: end all programs that use JACK, and remove it with rm -r \(folder)")
            }
            MonotonicClock.sleep(until: MonotonicClock.now() + 10_000_000)
        }
    }

    private static func hasEmptyFile(_ folder: String) -> Bool {
        (1...9).contains { number in
            var file = stat()
            return stat("\(folder)/__db.00\(number)", &file) == 0 && file.st_size == 0
        }
    }
}

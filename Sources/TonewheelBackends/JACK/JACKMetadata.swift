package import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The metadata database that the JACK programs of one user share. If it is damaged, all of them crash.
///
/// JACK2 opens it (Berkeley DB, in memory-mapped files) before it looks for a server, and so does PortAudio, which
/// queries JACK for its devices. A program that ends while it creates the files may leave an empty one, and each later
/// program is then killed by SIGBUS.
package enum JACKMetadata {
    /// The folder of this user's database.
    package static var folder: String { "/dev/shm/jack_db-\(getuid())" }

    /// The time that another program may take to create the files, in nanoseconds.
    private static let setupTimeout: Int64 = 200_000_000

    /// Checks the database. Must be called before the library is. `[control]`
    ///
    /// - Throws: `BackendError` if the database is damaged.
    package static func check(_ folder: String = folder) throws(BackendError) {
        let deadline = MonotonicClock.now() + setupTimeout
        while hasEmptyFile(folder) {
            guard MonotonicClock.now() < deadline else {
                throw BackendError(
                    "JACK's database is damaged. End all programs that use JACK, then run: rm -r \(folder)")
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

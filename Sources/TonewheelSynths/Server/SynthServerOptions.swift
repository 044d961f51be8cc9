#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The limits and the identity of a synthesis server.
package struct SynthServerOptions: Hashable, Sendable {
    /// The folder below which clients can read and write files.
    package var root = "/"

    /// The maximum size of all buffers together, in bytes. The default is half of the physical memory.
    package var bufferMemory = Int(clamping: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2)

    /// The maximum number of clients that are notified at the same time.
    package var maximumLogins = 32

    /// Whether failures are also printed, as in scsynth.
    package var printsFailures = false

    /// The time without a block after which the lane stops waiting for the graph, in seconds.
    package var graphTimeout = 1.0

    /// The program and its version in `/version.reply`: major, minor and patch.
    package var program = "tonewheel"
    package var version: String

    /// The program's origin in `/version.reply`.
    package var origin: Origin

    /// The origin of a program: a branch, and a commit or a version.
    package struct Origin: Hashable, Sendable {
        package var branch: String
        package var commit: String

        package init(branch: String, commit: String) {
            self.branch = branch
            self.commit = commit
        }
    }

    package init(version: String) {
        self.version = version
        origin = Origin(branch: "tonewheel", commit: version)
    }
}

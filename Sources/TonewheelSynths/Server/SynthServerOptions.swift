#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// What a synthesis server is called and may do.
package struct SynthServerOptions: Hashable, Sendable {
    /// The folder below which files are read and written; nothing outside is touched.
    package var root = "/"

    /// Bytes that all buffers together may have: by default half of the machine's memory.
    package var bufferMemory = Int(clamping: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)) / 2)

    /// Clients that may be notified at the same time.
    package var maximumLogins = 32

    /// Whether failures are printed as well, as scsynth does.
    package var printsFailures = false

    /// Seconds without a block after which the lane waits no longer for the graph.
    package var patience = 1.0

    /// The program and its version in `/version.reply`: major, minor and patch.
    package var program = "tonewheel"
    package var version: String

    /// The program's origin, as `/version.reply` has it: a branch, and a commit or a version.
    package var origin: Origin

    /// A branch, and a commit or a version.
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

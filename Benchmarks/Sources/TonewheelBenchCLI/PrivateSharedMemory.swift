import Foundation

/// A separate /dev/shm for this program, if that is permitted.
///
/// All JACK servers of a machine share a list there, and a killed server leaves it inconsistent.
enum PrivateSharedMemory {
    private static let mark = "TONEWHEEL_PRIVATE_SHM"

    /// Replaces this process with one of the same program and a separate /dev/shm. Returns if the process has one
    /// already.
    static func enter() {
        #if os(Linux)
        guard getenv(mark) == nil, let program = Bundle.main.executablePath else { return }
        setenv(mark, "1", 1)
        // `exec` keeps the process, so there is no child to end.
        let script = """
            if unshare --mount mount -t tmpfs tmpfs /dev/shm 2> /dev/null; then
                exec unshare --mount sh -c 'mount -t tmpfs tmpfs /dev/shm; exec "$@"' sh "$@"
            fi
            exec "$@"
            """
        let arguments = ["sh", "-c", script, "sh", program] + CommandLine.arguments.dropFirst()
        var argv = arguments.map { strdup($0) } + [nil]
        execv("/bin/sh", &argv)
        // Without a shell, the program runs without a separate /dev/shm.
        for argument in argv { free(argument) }
        #endif
    }
}

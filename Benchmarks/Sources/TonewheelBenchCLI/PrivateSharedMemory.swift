import Foundation

/// A /dev/shm of this program's own, where it may have one.
///
/// All JACK servers of a machine share a list there, and one that is killed leaves it in disorder.
enum PrivateSharedMemory {
    private static let mark = "TONEWHEEL_PRIVATE_SHM"

    /// Runs the program anew with one; returns if it has one already, or may not have any.
    static func enter() {
        #if os(Linux)
        guard getenv(mark) == nil, let program = Bundle.main.executablePath else { return }
        setenv(mark, "1", 1)
        // The process stays the same one: nothing is started that would have to be ended.
        let script = """
            if unshare --mount mount -t tmpfs tmpfs /dev/shm 2> /dev/null; then
                exec unshare --mount sh -c 'mount -t tmpfs tmpfs /dev/shm; exec "$@"' sh "$@"
            fi
            exec "$@"
            """
        let arguments = ["sh", "-c", script, "sh", program] + CommandLine.arguments.dropFirst()
        var argv = arguments.map { strdup($0) } + [nil]
        execv("/bin/sh", &argv)
        // There is no shell: then it goes without.
        for argument in argv { free(argument) }
        #endif
    }
}

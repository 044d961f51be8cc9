import CTonewheel
import Foundation
import TonewheelServer

/// A second process of this program, in the background and in a session of its own.
struct BackgroundProcess {
    let id: Int32

    /// Returns the path of the log of the engine on `port`, in `$XDG_STATE_HOME/tonewheel` or
    /// `~/.local/state/tonewheel`.
    static func logPath(port: Int) throws(ServerError) -> String {
        let environment = ProcessInfo.processInfo.environment
        let state = environment["XDG_STATE_HOME"] ?? "\(NSHomeDirectory())/.local/state"
        let folder = "\(state)/tonewheel"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .network("Cannot create \(folder) for the log. Set XDG_STATE_HOME to a writable folder.")
        }
        return "\(folder)/engine-\(port).log"
    }

    /// Starts the program with `arguments`. Its output replaces the contents of `log`.
    init(arguments: [String], log: String) throws(ServerError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // Descriptors of the caller, such as pipes and locks, must not stay open while the engine runs.
        _ = tonewheel_spawn_without_descriptors_from(&actions, STDERR_FILENO + 1)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, tonewheel_spawn_in_new_session())

        let executable = Bundle.main.executablePath ?? CommandLine.arguments[0]
        var argv = ([executable] + arguments).map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var process = pid_t()
        let error = posix_spawn(&process, executable, &actions, &attributes, &argv, environ)
        guard error == 0 else {
            throw .network("Cannot start \(executable) in the background: \(String(cString: strerror(error))).")
        }
        id = process
    }

    /// Whether the process has written to its log.
    func hasOutput(in log: String) -> Bool {
        var file = stat()
        return stat(log, &file) == 0 && file.st_size > 0
    }

    /// Requests the graceful end of the process, with SIGTERM.
    func end() {
        kill(id, SIGTERM)
    }

    /// The exit code of the process, or 128 plus the signal that ended it; nil while it runs.
    var exitCode: Int32? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}

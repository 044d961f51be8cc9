import CTonewheel
import Foundation
import TonewheelServer

/// This program, run again in the background, in a session of its own.
struct BackgroundProcess {
    let id: Int32

    /// Where what it prints is kept, for each port: `$XDG_STATE_HOME/tonewheel`, or `~/.local/state/tonewheel`.
    static func logPath(port: Int) throws(ServerError) -> String {
        let environment = ProcessInfo.processInfo.environment
        let state = environment["XDG_STATE_HOME"] ?? "\(NSHomeDirectory())/.local/state"
        let folder = "\(state)/tonewheel"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .network("cannot make \(folder) for the log: set XDG_STATE_HOME to a folder that can be written to")
        }
        return "\(folder)/engine-\(port).log"
    }

    /// Starts the program with `arguments`; what it prints replaces `log`.
    init(arguments: [String], log: String) throws(ServerError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        // What the caller holds, a pipe or a lock, must not be held for as long as the engine runs.
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
            throw .network("cannot start \(executable) in the background: \(String(cString: strerror(error)))")
        }
        id = process
    }

    /// Whether the process has written to its log.
    func hasSpoken(in log: String) -> Bool {
        var file = stat()
        return stat(log, &file) == 0 && file.st_size > 0
    }

    /// Ends the process gracefully.
    func end() {
        kill(id, SIGTERM)
    }

    /// The code with which the process has ended; nil while it runs.
    var exitCode: Int32? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }
}

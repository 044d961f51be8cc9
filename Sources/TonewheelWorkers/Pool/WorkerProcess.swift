internal import CTonewheel
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A worker's process, as its front sees it. `[control]`
///
/// The process is killed when the thread that spawned it ends: spawn it from a thread that outlives it.
final class WorkerProcess: Sendable {
    let id: Int32

    /// A pidfd, which becomes readable when the process ends.
    let endDescriptor: Int32

    /// The descriptors under which a worker finds its memory, the event of the watch and the block log, and the first
    /// of its further descriptors.
    static var memoryDescriptor: Int32 { 3 }
    static var eventDescriptor: Int32 { 4 }
    static var logDescriptor: Int32 { 5 }
    static var firstFurtherDescriptor: Int32 { 6 }

    /// The maximum number of further descriptors.
    static var furtherDescriptorLimit: Int { 64 }

    /// Starts `program` with `arguments`. Its standard output is discarded; its standard error is inherited.
    init(
        program: String, arguments: [String], memory: WorkerMemory, event: EventSignal, descriptors: [Int32]
    ) throws(WorkerError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // Duplicates outside the range of the numbers that the descriptors will have in the worker.
        let wanted = [memory.descriptor, event.descriptor] + descriptors
        let end = Self.memoryDescriptor + Int32(wanted.count)
        let given = wanted.map { fcntl($0, F_DUPFD_CLOEXEC, max(16, end)) }
        defer { for descriptor in given where descriptor >= 0 { close(descriptor) } }
        guard given.allSatisfy({ $0 >= 0 }) else { throw Self.failure(program, errno) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        for (place, descriptor) in zip(Self.memoryDescriptor..<end, given) {
            posix_spawn_file_actions_adddup2(&actions, descriptor, place)
        }
        _ = tonewheel_spawn_without_descriptors_from(&actions, end)

        // A process group of its own, so that signals from the terminal reach the front only.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setpgroup(&attributes, 0)
        // An empty signal mask. The worker would inherit the mask of the spawning thread, and an abort from outside
        // would be blocked forever.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))

        let name = program == "/proc/self/exe" ? CommandLine.arguments.first ?? program : program
        var argv = ([name] + arguments).map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        // No backtrace on a crash: it takes seconds, and a crashed worker must end quickly.
        let variables = Self.environment() + ["SWIFT_BACKTRACE=enable=no", "\(WorkerEndpoint.environmentVariable)=1"]
        var environment = variables.map { strdup($0) } + [nil]
        defer { for variable in environment { free(variable) } }
        var process = pid_t()
        let error = posix_spawn(&process, program, &actions, &attributes, &argv, &environment)
        guard error == 0 else { throw Self.failure(program, error) }
        let descriptor = tonewheel_process_open(process)
        guard descriptor >= 0 else {
            Self.signal(process, SIGKILL)
            waitpid(process, nil, 0)
            throw Self.failure(program, -descriptor)
        }
        id = process
        endDescriptor = descriptor
    }

    deinit {
        close(endDescriptor)
    }

    private static func failure(_ program: String, _ error: Int32) -> WorkerError {
        .spawn("\(program) cannot be started as a worker: \(String(cString: strerror(error))).")
    }

    private static func environment() -> [String] {
        var variables: [String] = []
        var next = environ
        while let variable = next.pointee {
            let text = String(cString: variable)
            if !text.hasPrefix("SWIFT_BACKTRACE=") { variables.append(text) }
            next += 1
        }
        return variables
    }

    /// Sends SIGKILL.
    func kill() {
        Self.signal(id, SIGKILL)
    }

    private static func signal(_ process: Int32, _ number: Int32) {
        #if canImport(Darwin)
        _ = Darwin.kill(process, number)
        #else
        _ = Glibc.kill(process, number)
        #endif
    }

    /// Whether the process is stopped, by SIGSTOP or a debugger.
    var isStopped: Bool {
        guard let file = fopen("/proc/\(id)/stat", "r") else { return false }
        defer { fclose(file) }
        var bytes = [CChar](repeating: 0, count: 512)
        guard fgets(&bytes, Int32(bytes.count), file) != nil else { return false }
        // "id (name) state …". The name may contain any character, so the last parenthesis ends it.
        let text = bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        guard let end = text.lastIndex(of: UInt8(ascii: ")")), end + 2 < text.count else { return false }
        return [UInt8(ascii: "T"), UInt8(ascii: "t")].contains(text[end + 2])
    }

    /// Returns the processor time that a thread has used, in nanoseconds; nil if there is no such thread.
    func processorTime(ofThread thread: Int32) -> Int64? {
        guard let file = fopen("/proc/\(id)/task/\(thread)/schedstat", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [CChar](repeating: 0, count: 128)
        guard fgets(&bytes, Int32(bytes.count), file) != nil else { return nil }
        let text = String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return text.split(separator: " ").first.flatMap { Int64($0) }
    }

    /// Reaps the process and returns how it ended; nil while it runs, and after the first result.
    func end() -> WorkerEnd? {
        var status: Int32 = 0
        guard waitpid(id, &status, WNOHANG) == id else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? .exited(code: (status >> 8) & 0xFF) : .signalled(signal)
    }
}

/// The exit status of a worker.
package enum WorkerEnd: Sendable, Equatable {
    case exited(code: Int32)

    /// Ended by a signal, which the process may have raised itself.
    case signalled(Int32)

    /// Returns whether the process ended by its own fault: a non-zero exit code, or the signal of a fault that it has
    /// recorded. Otherwise it was ended from outside.
    func isCrash(ownFault: Int32?) -> Bool {
        switch self {
        case .exited(let code): code != 0
        case .signalled(let signal): signal == ownFault
        }
    }
}

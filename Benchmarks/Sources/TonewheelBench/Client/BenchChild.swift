internal import Foundation

/// A child process that takes part in a benchmark.
final class BenchChild {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts another process of this program in the role of `client`.
    convenience init(_ client: BenchClient) throws(BenchError) {
        try self.init(Bundle.main.executablePath ?? CommandLine.arguments[0], client.arguments)
    }

    /// Starts a program with arguments.
    init(_ executable: String, _ arguments: [String]) throws(BenchError) {
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        do {
            try process.run()
        } catch {
            throw BenchError("Cannot run \(executable): \(error).")
        }
    }

    deinit {
        // The signal goes to this process id only.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// The process id.
    var id: Int32 { process.processIdentifier }

    /// Waits until the process has printed `text`. Returns false if it exits without.
    func waitForOutput(_ text: String) -> Bool {
        var printed = Data()
        while !String(decoding: printed, as: UTF8.self).contains(text) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return false }
            printed += more
        }
        return true
    }

    /// Waits until the process has exited, and returns the numbers that it has printed.
    func result() throws(BenchError) -> [Int64] {
        let text: Data
        do {
            text = try output.fileHandleForReading.readToEnd() ?? Data()
        } catch {
            throw BenchError("Cannot read the output of the other process: \(error).")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("The other process has failed.") }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { Int64($0) }
    }

    /// Runs `body` while `count` other processes keep processors busy.
    static func withBusyProcesses<Result>(
        busy count: Int, _ body: () throws(BenchError) -> Result
    ) throws(BenchError) -> Result {
        var children: [BenchChild] = []
        for _ in 0..<count { children.append(try BenchChild(BenchClient(.spin))) }
        // Time for the processes to start.
        if count > 0 { Pause(300_000...300_000).sleep() }
        defer { withExtendedLifetime(children) {} }
        return try body()
    }
}

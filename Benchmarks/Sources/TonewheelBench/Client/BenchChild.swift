internal import Foundation

/// Another process that takes part in a benchmark.
final class BenchChild {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()

    /// Starts this program anew, to play a part in a benchmark.
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
            throw BenchError("cannot run \(executable): \(error)")
        }
    }

    deinit {
        // By its id, and by nothing wider.
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }

    /// Its id.
    var id: Int32 { process.processIdentifier }

    /// Waits until it has printed `text`; false if it ends without.
    func prints(_ text: String) -> Bool {
        var printed = Data()
        while !String(decoding: printed, as: UTF8.self).contains(text) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return false }
            printed += more
        }
        return true
    }

    /// Waits for its end, and returns what it has printed.
    func result() throws(BenchError) -> [Int64] {
        let text: Data
        do {
            text = try output.fileHandleForReading.readToEnd() ?? Data()
        } catch {
            throw BenchError("cannot read what the other process prints: \(error)")
        }
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchError("the other process has failed") }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap { Int64($0) }
    }

    /// Runs `body` beside `count` processes that keep processors busy, and ends them.
    static func beside<Result>(
        busy count: Int, _ body: () throws(BenchError) -> Result
    ) throws(BenchError) -> Result {
        var children: [BenchChild] = []
        for _ in 0..<count { children.append(try BenchChild(BenchClient(.spin))) }
        // Until they are under way.
        if count > 0 { Pause(300_000...300_000).take() }
        defer { withExtendedLifetime(children) {} }
        return try body()
    }
}

import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC

/// A process that sends packets: `Tests/OSCSender`.
final class Sender {
    /// The counters of a sender.
    struct Result {
        /// The number of packets, including `/sync`.
        let sent: Int

        /// The number of `/sync` packets, and of the replies to them.
        let syncs: Int
        let synced: Int

        /// The number of replies that arrived before the reply to an earlier `/sync`.
        let misordered: Int

        /// The duration of the sending, in seconds.
        let seconds: Double
    }

    private let run: RunningProgram

    /// Starts the sender.
    ///
    /// - Parameters:
    ///   - packets: The packets, which are sent in turn and repeatedly.
    ///   - count: The number of packets to send.
    ///   - rate: Packets per second; 0 for the maximum.
    ///   - window: The number of packets after which a `/sync` is sent, of which at most two stay unanswered; 0 for
    ///     none.
    init(_ packets: [[UInt8]], count: Int, rate: Int = 0, window: Int = 0, to port: Int, in folder: TemporaryFolder)
        throws
    {
        var stream: [UInt8] = []
        for packet in packets {
            withUnsafeBytes(of: UInt32(packet.count).bigEndian) { stream += $0 }
            stream += packet
        }
        let input = folder.url.appending(path: "\(UUID().uuidString).packets")
        try Data(stream).write(to: input)
        run = try RunningProgram(
            try Program.builtExecutable("OSCSender"), ["\(port)", "\(count)", "\(rate)", "\(window)"], in: folder,
            input: try FileHandle(forReadingFrom: input))
    }

    var isRunning: Bool { run.isRunning }

    /// Waits for the sender's end.
    func result() async throws -> Result {
        let result = try await run.result(patience: .seconds(300))
        let numbers = result.output.split(separator: " ").compactMap { Double($0.trimmingCharacters(in: .newlines)) }
        try #require(result.status == 0 && numbers.count == 5, "\(result.output)\(result.errors)")
        return Result(
            sent: Int(numbers[0]), syncs: Int(numbers[1]), synced: Int(numbers[2]), misordered: Int(numbers[3]),
            seconds: numbers[4])
    }
}

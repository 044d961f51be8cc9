import Foundation
import ProgramSupport
import TestSupport
import Testing
import TonewheelOSC

/// A process that sends packets: `Tests/OSCSender`.
final class Sender {
    /// What it has counted.
    struct Result {
        /// Packets, `/sync` among them.
        let sent: Int

        /// Packets that are a `/sync`, and the answers to them.
        let syncs: Int
        let synced: Int

        /// Answers that came before one to an earlier `/sync`.
        let misordered: Int

        /// How long the sending took.
        let seconds: Double
    }

    private let run: RunningProgram

    /// Starts it.
    ///
    /// - Parameters:
    ///   - packets: what is sent, in turn and over again.
    ///   - count: how many packets to send.
    ///   - rate: packets in a second; 0 for as many as can be.
    ///   - window: packets after each of which a `/sync` follows, no more than two of which stay unanswered; 0 for none.
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
            try Program.besideTheTests("OSCSender"), ["\(port)", "\(count)", "\(rate)", "\(window)"], in: folder,
            input: try FileHandle(forReadingFrom: input))
    }

    /// Whether it has not ended yet.
    var isRunning: Bool { run.isRunning }

    /// Waits for its end.
    func result() async throws -> Result {
        let result = try await run.result(patience: .seconds(300))
        let numbers = result.output.split(separator: " ").compactMap { Double($0.trimmingCharacters(in: .newlines)) }
        try #require(result.status == 0 && numbers.count == 5, "\(result.output)\(result.errors)")
        return Result(
            sent: Int(numbers[0]), syncs: Int(numbers[1]), synced: Int(numbers[2]), misordered: Int(numbers[3]),
            seconds: numbers[4])
    }
}

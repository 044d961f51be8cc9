import ProgramSupport
import Testing

extension AcceptanceTests {
    @Suite struct LatencyTests {
        @Test(
            "RT-01: the latency is one period, and with the limiter 1 ms more",
            arguments: [(44_100, 256, 0.005_805), (48_000, 64, 0.001_333)])
        func onePeriod(rate: Int, period: Int, seconds: Double) async throws {
            let program = try Program()
            func latency(_ limiter: String) async throws -> Double {
                let playing = try await PlayingProgram(
                    starting: program,
                    ["--backend", "null", "--no-record", "--rate", "\(rate)", "--period", "\(period)", limiter])
                let latency = try await playing.statusWithRetries()["latency"]
                try await playing.end()
                return latency
            }
            let direct = try await latency("--no-limiter")
            #expect(direct == Double(period) / Double(rate))
            #expect(abs(direct - seconds) < 1e-6)
            // Exact to the frame.
            let limited = try await latency("--limiter")
            #expect(abs(limited - direct - 0.001) < 1 / Double(rate))
            print("RT-01: \(direct * 1000) ms at \(rate) Hz with periods of \(period), \(limited * 1000) ms limited")
        }
    }
}

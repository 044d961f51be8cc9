import ProgramSupport
import TestSupport
import Testing

extension Proofs {
    /// Packets at the maximum rate. A socket buffers about 5,000 small packets while the server is not scheduled.
    @Suite struct ControlProofs {
        @Test func order() async throws {
            try await Proof.run(
                "IPC-01", "bursts of 10,000 messages from 1 and from 4 processes arrive in order, none lost",
                tolerating: .milliseconds(20)
            ) { proof in
                try await AcceptanceTests.OSCOrderTests.burst(10_000)
                try await AcceptanceTests.OSCOrderTests.processes(4, count: 2_500)
                proof.figure = "0 lost, 0 out of order"
            }
        }

        @Test func timedBundles() async throws {
            try await Proof.run(
                "IPC-04",
                "800 timed bundles of 4 senders take effect at their frames, in the order of time and arrival",
                tolerating: .milliseconds(80)
            ) { proof in
                proof.figure = try await AcceptanceTests.ChangeTests().timedBundles()
            }
        }

        @Test func throughput() async throws {
            try await Proof.run(
                "IPC-02", "100,000 messages/s for 10 s beside 4 busy processes: each lost packet is counted",
                tolerating: .milliseconds(400)
            ) { proof in
                proof.figure = try await AcceptanceTests.OSCThroughputTests().countsEveryPacket(of: 63_000)
            }
        }

        @Test func paced() async throws {
            try await Proof.run(
                "IPC-02", "4 clients paced by /sync beside 4 busy processes lose nothing",
                tolerating: .milliseconds(400)
            ) { proof in
                proof.figure = try await AcceptanceTests.OSCThroughputTests().losesNothingWhenPaced(rounds: 1_000)
            }
        }

        @Test func cycles() async throws {
            try await Proof.run(
                "PROC-04", "100 cycles of start and stop, every fifth killed, leave nothing behind",
                tolerating: .milliseconds(400)
            ) { proof in
                proof.figure = try await AcceptanceTests.ProcessLifeTests().startsAndStops(cycles: 100)
            }
        }
    }
}

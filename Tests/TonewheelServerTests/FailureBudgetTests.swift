import NIOCore
import Testing
import TonewheelServer

@Suite struct FailureBudgetTests {
    private func client(_ port: Int) throws -> SocketAddress {
        try SocketAddress(ipAddress: "127.0.0.1", port: port)
    }

    private func taken(_ budget: inout FailureBudget, _ client: SocketAddress, at now: Int64) -> Int {
        var count = 0
        while budget.take(for: client, at: now) { count += 1 }
        return count
    }

    @Test(arguments: [0, 1_000_000_000_000, -5] as [Int64]) func allowsABurstThenAFixedRate(start: Int64) throws {
        var budget = FailureBudget()
        let client = try client(50_000)
        #expect(taken(&budget, client, at: start) == 4096)
        #expect(taken(&budget, client, at: start + 999_999) == 0)
        #expect(taken(&budget, client, at: start + 1_000_000) == 1)
        #expect(taken(&budget, client, at: start + 1_001_000_000) == 1000)
        // After a long pause the bucket is full, and not fuller.
        #expect(taken(&budget, client, at: start + 3_600_000_000_000) == 4096)
    }

    @Test func floodAffectsFewOtherClients() throws {
        var budget = FailureBudget()
        _ = taken(&budget, try client(50_000), at: 0)
        let others = try (1...640).map { try client(50_000 + $0) }
        let allowed = others.count { budget.take(for: $0, at: 0) }
        // About one client in 64 shares the bucket of the flood.
        #expect(allowed > 560)
    }

    @Test func manyClientsShareABound() throws {
        var budget = FailureBudget()
        var count = 0
        for port in 1...10_000 { count += taken(&budget, try client(port), at: 0) }
        #expect(count == 64 * 4096)
    }
}

internal import Synchronization
internal import Tonewheel
internal import TonewheelRealtime
internal import TonewheelServer

/// How long OSC messages take from another process to the server, while the engine plays.
struct OSCBench {
    private let played: PlayedEngine
    private let arrivals: Arrivals

    /// What the server has understood, and when.
    private final class Arrivals: Sendable {
        let all = Mutex<[(frequency: Float, moment: Int64)]>([])

        func add(_ batch: CommandBatch) {
            let now = MonotonicClock.now()
            guard let frequency = batch.change.frequency else { return }
            all.withLock { $0.append((frequency, now)) }
        }
    }

    init() async throws(BenchError) {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        let arrivals = Arrivals()
        arrivals.all.withLock { $0.reserveCapacity(20_000) }
        self.arrivals = arrivals
        let engine: AudioEngine
        do throws(EngineError) {
            engine = try AudioEngine(configuration)
        } catch {
            throw BenchError(error.description)
        }
        played = try await PlayedEngine(engine) { arrivals.add($0) }
    }

    func end() async {
        await played.end()
    }

    private static let pause: ClosedRange<Int64> = 200...1200

    /// Nanoseconds from before `send` in the other process until the server has understood the message.
    func oneWay(_ count: Int) throws(BenchError) -> [Int64] {
        let (sent, received) = try sendFrequencies(count, Self.pause)
        guard received.count == count, isInOrder(received) else { throw BenchError("messages got lost") }
        return zip(sent, received).map { $1.moment - $0 }
    }

    /// Sends messages as fast as the other process can, and returns how many have not come, or not in their order.
    func burst(_ count: Int) throws(BenchError) -> Int {
        let (_, received) = try sendFrequencies(count, 0...0)
        var (expected, inOrder) = (0, 0)
        for arrival in received {
            while expected < count, BenchClient.Message.frequency(expected) != arrival.frequency { expected += 1 }
            if expected < count { inOrder += 1 }
            expected += 1
        }
        return count - inOrder
    }

    /// Nanoseconds from before `/sync` is sent until its answer has come, in the other process.
    func roundTrips(_ count: Int) throws(BenchError) -> [Int64] {
        try Self.roundTrips(count, port: played.server.port)
    }

    private func isInOrder(_ received: [(frequency: Float, moment: Int64)]) -> Bool {
        received.indices.allSatisfy { received[$0].frequency == BenchClient.Message.frequency($0) }
    }

    private func sendFrequencies(
        _ count: Int, _ pause: ClosedRange<Int64>
    ) throws(BenchError) -> (sent: [Int64], received: [(frequency: Float, moment: Int64)]) {
        arrivals.all.withLock { $0.removeAll(keepingCapacity: true) }
        var client = BenchClient(.frequencies)
        client.port = played.server.port
        client.count = count
        client.pause = pause
        let sent = try BenchChild(client).result()
        // What is under way still comes.
        let deadline = MonotonicClock.now() + 1_000_000_000
        while arrivals.all.withLock({ $0.count }) < count, MonotonicClock.now() < deadline {
            MonotonicClock.sleep(until: MonotonicClock.now() + 1_000_000)
        }
        return (sent, arrivals.all.withLock { $0 })
    }

    // MARK: - The floor

    /// The same messages to a thread that does nothing but wait for them.
    static func oneWayFloor(_ count: Int) throws(BenchError) -> [Int64] {
        let socket = try UDPEnd.receiver()
        let receiving = try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            var moments: [Int64] = []
            moments.reserveCapacity(count)
            while moments.count < count, socket.receive(into: buffer) { moments.append(MonotonicClock.now()) }
            return moments
        }
        var client = BenchClient(.frequencies)
        client.port = socket.port
        client.count = count
        client.pause = pause
        let sent = try BenchChild(client).result()
        let received = receiving.result()
        guard sent.count == received.count else { throw BenchError("datagrams got lost") }
        return zip(sent, received).map { $1 - $0 }
    }

    /// The same question to a thread that does nothing but send it back.
    static func roundTripFloor(_ count: Int) throws(BenchError) -> [Int64] {
        let socket = try UDPEnd.receiver()
        let echoing = try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            for _ in 0..<count where !socket.echo(buffer) { break }
        }
        defer { echoing.result() }
        return try roundTrips(count, port: socket.port)
    }

    private static func roundTrips(_ count: Int, port: Int) throws(BenchError) -> [Int64] {
        var client = BenchClient(.roundTrips)
        client.port = port
        client.count = count
        client.pause = pause
        let lengths = try BenchChild(client).result()
        guard lengths.count == count else { throw BenchError("questions were not answered") }
        return lengths
    }
}

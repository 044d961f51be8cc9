internal import Tonewheel
internal import TonewheelServer

/// The times in which the server replies to OSC messages from another process while the engine plays.
struct OSCBench {
    private let served: ServedEngine

    init() async throws(BenchError) {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        let engine: AudioEngine
        do throws(EngineError) {
            engine = try AudioEngine(configuration)
        } catch {
            throw BenchError(error.description)
        }
        served = try await ServedEngine(engine)
    }

    func end() async {
        await served.end()
    }

    private static let pause: ClosedRange<Int64> = 200...1200

    /// Returns the nanoseconds from before `/sync` is sent until the server has sent the reply.
    func oneWay(_ count: Int) throws(BenchError) -> [Int64] {
        try Self.lengths(.oneWays, count, port: served.server.port)
    }

    /// Returns the nanoseconds from before `/sync` is sent until the other process has received the reply.
    func roundTrips(_ count: Int) throws(BenchError) -> [Int64] {
        try Self.lengths(.roundTrips, count, port: served.server.port)
    }

    /// Sends `/sync` as fast as the other process can, and returns the number of replies that are lost or out of order.
    func burst(_ count: Int) throws(BenchError) -> Int {
        var client = BenchClient(.burst)
        client.port = served.server.port
        client.count = count
        var (next, inOrder) = (Int64(0), 0)
        for number in try BenchChild(client).result() where number >= next {
            inOrder += 1
            next = number + 1
        }
        return count - inOrder
    }

    // MARK: - The floor

    /// Measures like `oneWay(_:)`, to a thread that only echoes datagrams.
    static func oneWayFloor(_ count: Int) throws(BenchError) -> [Int64] {
        try floor(.oneWays, count)
    }

    /// Measures like `roundTrips(_:)`, to a thread that only echoes datagrams.
    static func roundTripFloor(_ count: Int) throws(BenchError) -> [Int64] {
        try floor(.roundTrips, count)
    }

    private static func floor(_ role: BenchClient.Role, _ count: Int) throws(BenchError) -> [Int64] {
        let socket = try BenchSocket.receiver()
        let echoing = try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            for _ in 0..<count where !socket.echo(buffer) { break }
        }
        defer { echoing.result() }
        return try lengths(role, count, port: socket.port)
    }

    private static func lengths(_ role: BenchClient.Role, _ count: Int, port: Int) throws(BenchError) -> [Int64] {
        var client = BenchClient(role)
        client.port = port
        client.count = count
        client.pause = pause
        let lengths = try BenchChild(client).result()
        guard lengths.count == count else {
            throw BenchError("\(count - lengths.count) of \(count) messages have no reply.")
        }
        return lengths
    }
}

internal import Tonewheel
internal import TonewheelServer

/// How long the server takes to answer OSC messages from another process, while the engine plays.
struct OSCBench {
    private let played: PlayedEngine

    init() async throws(BenchError) {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        let engine: AudioEngine
        do throws(EngineError) {
            engine = try AudioEngine(configuration)
        } catch {
            throw BenchError(error.description)
        }
        played = try await PlayedEngine(engine)
    }

    func end() async {
        await played.end()
    }

    private static let pause: ClosedRange<Int64> = 200...1200

    /// Nanoseconds from before `/sync` is sent until the server has sent its answer.
    func oneWay(_ count: Int) throws(BenchError) -> [Int64] {
        try Self.lengths(.oneWays, count, port: played.server.port)
    }

    /// Nanoseconds from before `/sync` is sent until its answer has come, in the other process.
    func roundTrips(_ count: Int) throws(BenchError) -> [Int64] {
        try Self.lengths(.roundTrips, count, port: played.server.port)
    }

    /// Sends `/sync` as fast as the other process can, and returns how many are not answered, or not in their order.
    func burst(_ count: Int) throws(BenchError) -> Int {
        var client = BenchClient(.burst)
        client.port = played.server.port
        client.count = count
        var (next, inOrder) = (Int64(0), 0)
        for number in try BenchChild(client).result() where number >= next {
            inOrder += 1
            next = number + 1
        }
        return count - inOrder
    }

    // MARK: - The floor

    /// The same to a thread that does nothing but send each datagram back.
    static func oneWayFloor(_ count: Int) throws(BenchError) -> [Int64] {
        try floor(.oneWays, count)
    }

    /// The same question to a thread that does nothing but send it back.
    static func roundTripFloor(_ count: Int) throws(BenchError) -> [Int64] {
        try floor(.roundTrips, count)
    }

    private static func floor(_ role: BenchClient.Role, _ count: Int) throws(BenchError) -> [Int64] {
        let socket = try UDPEnd.receiver()
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
        guard lengths.count == count else { throw BenchError("messages were not answered") }
        return lengths
    }
}

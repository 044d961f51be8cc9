#if JACK
internal import Foundation
internal import TonewheelOSC
internal import TonewheelRealtime

/// A synthesis server that runs as a program of its own and plays through JACK, and a client's socket to it.
final class ServerUnderTest {
    /// Which one.
    enum Kind {
        /// Ours, at this path.
        case ours(String)
        case scsynth
    }

    /// What the client sends through, and hears.
    let socket: UDPEnd

    /// The first of its outputs, as JACK calls it.
    let output: String

    private let process: BenchProcess
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// Starts the server, and waits until it answers.
    init(_ kind: Kind, jack: String) throws(BenchError) {
        let port = try Self.freePort()
        // As many nodes as a burst may need; no definitions of the user's, and nobody else who might be told of it.
        let shared = ["-u", "\(port)", "-i", "2", "-o", "2", "-n", "65536", "-D", "0"]
        switch kind {
        case .ours(let path):
            process = try BenchProcess(path, shared + ["-H", jack])
            output = "tonewheel:out_1"
        case .scsynth:
            process = try BenchProcess(
                "scsynth", shared + ["-R", "0", "-m", "131072"], environment: ["JACK_DEFAULT_SERVER": jack])
            output = "SuperCollider:out_1"
        }
        socket = try UDPEnd.sender(to: port)
        socket.makeRoom(bytes: 64 << 20)
        socket.wait(milliseconds: 100)
        try waitForAnswer()
        socket.wait(milliseconds: 2_000)
    }

    deinit {
        buffer.deallocate()
        process.end()
    }

    private static func freePort() throws(BenchError) -> Int {
        for _ in 0..<20 {
            let port = Int.random(in: 58_001...65_000)
            if (try? UDPEnd.receiver(port: port)) != nil { return port }
        }
        throw BenchError("no port is free")
    }

    private func waitForAnswer() throws(BenchError) {
        let status = try Self.bytes(OSCMessage("/status"))
        for _ in 0..<150 where process.isRunning {
            // Nobody listens there yet: that is refused, and no failure.
            if (try? socket.send(status)) != nil, hears("/status.reply") { return }
            MonotonicClock.sleep(until: MonotonicClock.now() + 50_000_000)
        }
        throw BenchError(
            process.isRunning ? "the server does not answer" : "the server has ended: it may not get to JACK")
    }

    /// A message as it is sent.
    static func bytes(_ message: OSCMessage) throws(BenchError) -> [UInt8] {
        do throws(OSCEncodingError) {
            return try message.encoded()
        } catch {
            throw BenchError("\(error)")
        }
    }

    /// Sends a message.
    func send(_ address: OSCAddress, _ arguments: OSCArgument...) throws(BenchError) {
        try socket.send(try Self.bytes(OSCMessage(address: address, arguments: arguments)))
    }

    /// Waits for a message to `address`, and takes whatever else comes before it; false if nothing more comes.
    func hears(_ address: String) -> Bool {
        while let count = socket.receiveCount(into: buffer) {
            if Self.isMessage(UnsafeRawBufferPointer(rebasing: buffer[..<count]), address) { return true }
        }
        return false
    }

    /// Whether a packet is a message to `address`.
    static func isMessage(_ packet: UnsafeRawBufferPointer, _ address: String) -> Bool {
        packet.count > address.utf8.count && packet[address.utf8.count] == 0 && packet.starts(with: address.utf8)
    }

    /// Waits until all before it is done.
    func synchronise() throws(BenchError) {
        try send("/sync", .int32(1))
        guard hears("/synced") else { throw BenchError("the server does not answer any more") }
    }
}
#endif

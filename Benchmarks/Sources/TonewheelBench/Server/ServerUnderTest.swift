#if JACK
internal import Foundation
internal import TonewheelOSC
internal import TonewheelRealtime

/// A synthesis server in a separate process that plays through JACK, and a client's socket to it.
final class ServerUnderTest {
    enum Kind {
        /// Our server, at this path.
        case ours(String)
        case scsynth
    }

    /// The client's socket.
    let socket: BenchSocket

    /// The JACK name of the server's first output.
    let output: String

    private let process: BenchProcess
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)

    /// Starts the server, and waits until it replies.
    init(_ kind: Kind, jack: String) throws(BenchError) {
        let port = try Self.freePort()
        // Enough nodes for a burst, no SynthDefs of the user, and no announcement on the network.
        let shared = ["-u", "\(port)", "-i", "2", "-o", "2", "-n", "65536", "-D", "0"]
        switch kind {
        case .ours(let path):
            // All synths of a burst, at any load.
            process = try BenchProcess(path, shared + ["-H", jack, "--load-limit", "0"])
            output = "tonewheel:out_1"
        case .scsynth:
            process = try BenchProcess(
                "scsynth", shared + ["-R", "0", "-m", "131072"], environment: ["JACK_DEFAULT_SERVER": jack])
            output = "SuperCollider:out_1"
        }
        socket = try BenchSocket.sender(to: port)
        socket.setReceiveBuffer(bytes: 64 << 20)
        socket.wait(milliseconds: 100)
        try waitUntilReady()
        socket.wait(milliseconds: 2_000)
    }

    deinit {
        buffer.deallocate()
        process.end()
    }

    private static func freePort() throws(BenchError) -> Int {
        for _ in 0..<20 {
            let port = Int.random(in: 58_001...65_000)
            if (try? BenchSocket.receiver(port: port)) != nil { return port }
        }
        throw BenchError("No port is free.")
    }

    private func waitUntilReady() throws(BenchError) {
        let status = try Self.bytes(OSCMessage("/status"))
        for _ in 0..<150 where process.isRunning {
            // The datagram may be refused until the server listens. That is not an error.
            if (try? socket.send(status)) != nil, receives("/status.reply") { return }
            MonotonicClock.sleep(until: MonotonicClock.now() + 50_000_000)
        }
        throw BenchError(
            process.isRunning ? "The server does not reply." : "The server has exited. Check its connection to JACK.")
    }

    /// Encodes a message.
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

    /// Waits for a message to `address`, and discards other messages. Returns false after a time-out.
    func receives(_ address: String) -> Bool {
        while let count = socket.receiveCount(into: buffer) {
            if Self.isMessage(UnsafeRawBufferPointer(rebasing: buffer[..<count]), address) { return true }
        }
        return false
    }

    /// Whether a packet is a message to `address`.
    static func isMessage(_ packet: UnsafeRawBufferPointer, _ address: String) -> Bool {
        packet.count > address.utf8.count && packet[address.utf8.count] == 0 && packet.starts(with: address.utf8)
    }

    /// Waits until the server has executed all previous commands.
    func sync() throws(BenchError) {
        try send("/sync", .int32(1))
        guard receives("/synced") else { throw BenchError("The server does not reply any more.") }
    }
}
#endif

import Foundation
import NIOCore
import Synchronization
import TestSupport
import Testing
import Tonewheel
import TonewheelOSC
import TonewheelServer

@Suite struct OSCServerTests {
    @Test func busyPortIsReported() async throws {
        let other = UDPSocket()
        try #require(other.bind())
        var configuration = localConfiguration()
        configuration.port = other.port
        let engine = try AudioEngine()
        await #expect(throws: ServerError.portBusy(host: "127.0.0.1", port: other.port)) {
            try await OSCServer(configuration, engine: engine) {}
        }
    }

    @Test func closedServerReleasesItsPort() async throws {
        let engine = try AudioEngine()
        let first = try await OSCServer(localConfiguration(), engine: engine) {}
        var configuration = localConfiguration()
        configuration.port = first.port
        await #expect(throws: ServerError.portBusy(host: "127.0.0.1", port: first.port)) {
            try await OSCServer(configuration, engine: engine) {}
        }
        await first.close()
        let second = try await OSCServer(configuration, engine: engine) {}
        #expect(second.port == first.port)
        await second.close()
    }

    @Test(arguments: ["0.0.0.0", "::"]) func offHostBindRequiresAllowList(host: String) async throws {
        var configuration = localConfiguration()
        configuration.host = host
        let engine = try AudioEngine()
        await #expect(throws: ServerError.offHostBind(host: host)) {
            try await OSCServer(configuration, engine: engine) {}
        }
    }

    @Test func foreignAddressIsRefused() async throws {
        var configuration = localConfiguration()
        configuration.host = "no.such.host.invalid"
        let engine = try AudioEngine()
        await #expect {
            try await OSCServer(configuration, engine: engine) {}
        } throws: { error in
            guard case ServerError.network(let reason) = error else { return false }
            return reason.contains("'no.such.host.invalid'")
        }
    }

    @Test func neitherStartsNorStopsTheEngine() async throws {
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.locksMemory = false
        let engine = try AudioEngine(configuration)
        let first = try await OSCServer(localConfiguration(), engine: engine) {}
        #expect(!engine.status.isRunning)
        try engine.start()
        await first.close()
        #expect(engine.status.isRunning)
        try engine.stop()
    }

    @Test func lostSocketIsRebound() async throws {
        try await withServedEngine { played in
            let soon = OSCTimeTag(nanosecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1e9) + 500_000_000)
            let waiting = OSCBundle(timeTag: soon, OSCMessage("/mod/sine/freq", 880))
            _ = try await played.exchange(
                .bundle(OSCBundle(elements: [.bundle(waiting), .message(OSCMessage("/sync", 1))])), until: "/synced")
            for _ in 0..<3 {
                let lost = try #require(played.server.listener?.channel)
                try await lost.close()
                // The listener may not have noticed it yet.
                #expect(
                    try await eventually { played.server.listener?.channel.map { $0 !== lost } ?? false })
                #expect(try await played.report()["state"] == "running")
            }
            // The waiting bundle has not been lost with the socket.
            #expect(try await eventually { played.engine.status.frequency == 880 })
        }
    }

    @Test func closeCompletesPendingRequestsOnly() async throws {
        let ends = Mutex(0)
        var configuration = AudioEngine.Configuration()
        configuration.output = .null
        configuration.locksMemory = false
        let engine = try AudioEngine(configuration)
        let server = try await OSCServer(localConfiguration(), engine: engine) { ends.withLock { $0 += 1 } }
        let played = ServedEngine(engine: engine, server: server)
        // A start in the distant future, and others in progress.
        let later = OSCTimeTag(nanosecondsSince1970: Int64(Date.now.timeIntervalSince1970 * 1e9) + 3_600_000_000_000)
        var elements: [OSCPacket] = [.bundle(OSCBundle(timeTag: later, OSCMessage("/engine/start")))]
        for _ in 0..<10 {
            elements += [.message(OSCMessage("/engine/start")), .message(OSCMessage("/engine/stop"))]
        }
        elements += [.message(OSCMessage("/engine/start")), .message(OSCMessage("/engine/quit"))]
        elements += [.message(OSCMessage("/engine/start"))]
        let replies = try await played.exchange(.bundle(OSCBundle(elements: elements)), until: "/done")
        // Requests after /engine/quit are refused immediately; requests before it complete first.
        #expect(replies.first?.address == "/fail")
        #expect(replies.last == OSCMessage("/done", "/engine/start"))
        await server.close()
        #expect(ends.withLock { $0 } == 1)
        #expect(!engine.status.isRunning)
    }

    #if os(Linux)
    /// Returns the link target of the descriptors of the socket that is bound to a UDP port; nil if there is none.
    private func socket(ofPort port: Int) -> String? {
        let table = (try? String(contentsOfFile: "/proc/self/net/udp", encoding: .utf8)) ?? ""
        for line in table.split(separator: "\n").dropFirst() {
            let fields = line.split(separator: " ")
            guard fields.count > 9, let hexadecimal = fields[1].split(separator: ":").last,
                Int(hexadecimal, radix: 16) == port
            else { continue }
            return "socket:[\(fields[9])]"
        }
        return nil
    }

    /// Other tests also have threads and descriptors, so the test compares those that exist while a server runs.
    @Test func threadsAndDescriptorsAreReleased() async throws {
        func threads() -> Set<String> {
            let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
            return Set(
                all.filter {
                    let name = try? String(contentsOfFile: "/proc/self/task/\($0)/comm", encoding: .utf8)
                    return name?.hasPrefix("NIO-ELT") == true
                })
        }
        /// Returns the link targets of the open descriptors.
        func descriptors(_ prefix: String) -> [String] {
            let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
            return all.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
                .filter { $0.hasPrefix(prefix) }
        }

        try await withServedEngine { _ in }
        let engine = try AudioEngine()
        let pollers = descriptors("anon_inode:").count
        var seenThreads: Set<String> = []
        for _ in 0..<20 {
            let server = try await OSCServer(localConfiguration(), engine: engine) {}
            seenThreads.formUnion(threads())
            // The table may omit a line while other sockets are opened and closed.
            #expect(try await eventually { self.socket(ofPort: server.port) != nil })
            var found: String?
            for _ in 0..<20 where found == nil { found = self.socket(ofPort: server.port) }
            let socket = try #require(found)
            #expect(descriptors("socket:").contains(socket))
            await server.close()
            #expect(!descriptors("socket:").contains(socket))
        }
        #expect(seenThreads.count >= 20)
        // A few may belong to tests that run in parallel.
        #expect(try await eventually { seenThreads.intersection(threads()).count < 10 })
        // Each server has three pollers. A few belong to shared event loops, which remain.
        #expect(try await eventually { descriptors("anon_inode:").count < pollers + 20 })
    }
    #endif
}

import TestSupport
package import TonewheelOSC

/// An OSC client of an engine on this host. It shares only the OSC packet code with the engine.
package struct EngineProbe {
    package let port: Int

    package init(port: Int) {
        self.port = port
    }

    /// Requests the engine's status. Returns nil if there is no reply within a second.
    package func status() throws -> Status? {
        let socket = UDPSocket(timeoutSeconds: 1)
        _ = socket.send(try OSCMessage("/engine/status").encoded(), to: port)
        guard let bytes = socket.receive(), case .message(let message) = try OSCPacket(decoding: bytes) else {
            return nil
        }
        return Status(message)
    }

    /// Requests the engine's status, and again if a packet is lost. Returns nil if the engine does not reply.
    package func statusWithRetries() async throws -> Status? {
        var status: Status?
        var requestCount = 0
        _ = try await eventually {
            status = try self.status()
            requestCount += 1
            return status != nil
        }
        status?.requestCount = requestCount
        return status
    }

    /// Waits until the engine has executed all earlier messages. Returns false after `patience` seconds.
    package func sync(_ id: Int32, patience: Int = 60) throws -> Bool {
        let socket = UDPSocket(timeoutSeconds: patience)
        _ = socket.send(try OSCMessage("/sync", .int32(id)).encoded(), to: port)
        guard let bytes = socket.receive() else { return false }
        return try OSCPacket(decoding: bytes) == .message(OSCMessage("/synced", .int32(id)))
    }

    /// Sends a message without waiting for a reply.
    package func send(_ address: OSCAddress, _ arguments: OSCArgument...) throws {
        UDPSocket().send(try OSCMessage(address: address, arguments: arguments).encoded(), to: port)
    }
}

import TestSupport
package import TonewheelOSC

/// Asks an engine on this host over OSC, without any of its code but the packets'.
package struct EngineProbe {
    package let port: Int

    package init(port: Int) {
        self.port = port
    }

    /// What it says of itself, as numbers; nil if it has not answered within a second.
    package func status() throws -> Status? {
        let socket = UDPSocket(patience: 1)
        _ = socket.send(try OSCMessage("/engine/status").encoded(), to: port)
        guard let bytes = socket.receive(), case .message(let answer) = try OSCPacket(decoding: bytes) else {
            return nil
        }
        return Status(answer)
    }

    /// The same; it is asked again while what it is asked with gets lost. nil if it does not answer.
    package func certainStatus() async throws -> Status? {
        var status: Status?
        var asked = 0
        _ = try await eventually {
            status = try self.status()
            asked += 1
            return status != nil
        }
        status?.asked = asked
        return status
    }

    /// Whether it says, within some seconds, that all before has been dealt with.
    package func sync(_ id: Int32, patience: Int = 60) throws -> Bool {
        let socket = UDPSocket(patience: patience)
        _ = socket.send(try OSCMessage("/sync", .int32(id)).encoded(), to: port)
        guard let bytes = socket.receive() else { return false }
        return try OSCPacket(decoding: bytes) == .message(OSCMessage("/synced", .int32(id)))
    }

    /// Sends a message, and waits for no answer.
    package func send(_ address: OSCAddress, _ arguments: OSCArgument...) throws {
        UDPSocket().send(try OSCMessage(address: address, arguments: arguments).encoded(), to: port)
    }
}

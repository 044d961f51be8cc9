internal import NIOCore
internal import TonewheelSynths

/// TCP connections. On the event loop.
extension OSCServerHandler {
    /// Accepts a connection, unless there are too many or the sender is not allowed.
    ///
    /// - Returns: The client of the connection; nil if the connection must be closed.
    func accept(_ channel: any Channel, maximum: Int) -> ServerClient? {
        guard let address = channel.remoteAddress, allowList.allows(address), connections.count < maximum, !isFinished
        else {
            count { $0.connectionsRefused += 1 }
            return nil
        }
        connections[ObjectIdentifier(channel)] = channel
        return ServerClient(channel: channel, address: address, isStream: true)
    }

    /// Counts an invalid packet of a connection and sends the reason, before the connection is closed.
    func refuse(_ reason: String, _ client: ServerClient) {
        count {
            $0.packets += 1
            $0.malformed += 1
            $0.failed += 1
        }
        replyFailure("", reason, client)
    }

    /// Forgets the client of a closed connection, and its notifications.
    func end(_ client: ServerClient) {
        connections[ObjectIdentifier(client.channel)] = nil
        guard let number = clientNumbers.forget(client) else { return }
        synths?.forget(number)
    }

    func endConnections() {
        for channel in connections.values { channel.close(promise: nil) }
    }
}

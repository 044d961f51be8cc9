internal import NIOCore
internal import TonewheelSynths

/// Clients with TCP connections. On the event loop.
extension OSCServerHandler {
    /// Lets a connection in, unless there are too many already or its sender is on no allow-list.
    ///
    /// - Returns: what it is called here; nil if it is to be closed.
    func accept(_ channel: any Channel, maximum: Int) -> ServerClient? {
        guard let address = channel.remoteAddress, allowList.allows(address), connections.count < maximum, !isFinished
        else {
            count { $0.connectionsRefused += 1 }
            return nil
        }
        connections[ObjectIdentifier(channel)] = channel
        return ServerClient(channel: channel, address: address, isStream: true)
    }

    /// Tells a client why it is cut off.
    func refuse(_ reason: String, _ client: ServerClient) {
        count {
            $0.packets += 1
            $0.malformed += 1
            $0.failed += 1
        }
        answerFailure("", reason, client)
    }

    /// A connection has ended: nobody is told of anything there any more.
    func end(_ client: ServerClient) {
        connections[ObjectIdentifier(client.channel)] = nil
        guard let number = clientNumbers.forget(client) else { return }
        synths?.forget(number)
    }

    func endConnections() {
        for channel in connections.values { channel.close(promise: nil) }
    }
}

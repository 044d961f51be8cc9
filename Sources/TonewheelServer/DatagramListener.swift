package import NIOCore
internal import Synchronization

/// A UDP socket that is rebound whenever it closes.
///
/// A datagram that cannot be sent, because the network is down or the address is forbidden, can close the socket. The
/// server must still receive afterwards.
package final class DatagramListener: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isClosing = false
    }

    /// The bound address, with the port that the system has chosen if port 0 was requested.
    let address: SocketAddress

    private let bind: Bind
    private let state: Mutex<State>

    /// Creates a socket with its packet handlers, and binds it to an address.
    typealias Bind = @Sendable (SocketAddress) -> EventLoopFuture<any Channel>

    /// Binds the socket.
    init(to address: SocketAddress, _ bind: @escaping Bind) async throws {
        self.bind = bind
        let channel = try await bind(address).get()
        self.address = channel.localAddress ?? address
        state = Mutex(State(channel: channel))
        watch(channel)
    }

    /// The current socket; nil until a lost socket is rebound. Tests close it.
    package var channel: (any Channel)? { state.withLock { $0.channel } }

    /// Closes the socket, and does not rebind it.
    func close() async {
        let channel = state.withLock { state in
            state.isClosing = true
            return state.channel
        }
        try? await channel?.close()
    }

    private func watch(_ channel: any Channel) {
        channel.closeFuture.whenComplete { [weak self] _ in self?.rebind(on: channel.eventLoop) }
    }

    private func rebind(on eventLoop: any EventLoop) {
        let isClosing = state.withLock { state in
            state.channel = nil
            return state.isClosing
        }
        guard !isClosing else { return }
        bind(address).whenComplete { [self] result in
            switch result {
            case .success(let channel):
                let isClosing = state.withLock { state in
                    state.channel = channel
                    return state.isClosing
                }
                if isClosing { channel.close(promise: nil) } else { watch(channel) }
            case .failure:
                // The network may be down for a while.
                eventLoop.scheduleTask(in: .seconds(1)) { [weak self] in self?.rebind(on: eventLoop) }
            }
        }
    }
}

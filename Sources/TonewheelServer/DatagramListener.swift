package import NIOCore
internal import Synchronization

/// A UDP socket that is bound again whenever it is lost.
///
/// A datagram that cannot be sent, because a network has gone away or its address is forbidden, can cost a socket its life;
/// whoever listens on it must not become deaf by that.
package final class DatagramListener: Sendable {
    private struct State {
        var channel: (any Channel)?
        var isClosing = false
    }

    /// The address that the socket is bound to.
    let address: SocketAddress

    private let bind: Bind
    private let state: Mutex<State>

    /// Makes a socket, with whatever handles its packets, and binds it to an address.
    typealias Bind = @Sendable (SocketAddress) -> EventLoopFuture<any Channel>

    /// Binds the socket.
    init(to address: SocketAddress, _ bind: @escaping Bind) async throws {
        self.bind = bind
        let channel = try await bind(address).get()
        // With the port that the system has chosen, if it was to.
        self.address = channel.localAddress ?? address
        state = Mutex(State(channel: channel))
        watch(channel)
    }

    /// The socket as it is now; nil while it is lost. Tests take it away.
    package var channel: (any Channel)? { state.withLock { $0.channel } }

    /// Closes the socket for good.
    func close() async {
        let channel = state.withLock { state in
            state.isClosing = true
            return state.channel
        }
        try? await channel?.close()
    }

    private func watch(_ channel: any Channel) {
        channel.closeFuture.whenComplete { [weak self] _ in self?.bindAgain(on: channel.eventLoop) }
    }

    private func bindAgain(on eventLoop: any EventLoop) {
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
                // The network may take a while to come back.
                eventLoop.scheduleTask(in: .seconds(1)) { [weak self] in self?.bindAgain(on: eventLoop) }
            }
        }
    }
}

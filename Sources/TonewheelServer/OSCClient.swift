internal import NIOCore
internal import NIOPosix
package import TonewheelOSC

/// A client that sends one packet to a server and collects the replies. `[control]`
package enum OSCClient {
    /// Sends `packet` from a new socket, and waits for replies.
    ///
    /// - Parameters:
    ///   - timeout: The maximum time to wait for the last reply.
    ///   - isLast: Whether a reply is the last one to wait for.
    /// - Returns: The replies in the order of arrival, up to the last one or the time-out.
    /// - Throws: `ServerError.network` if the packet cannot be sent.
    package static func exchange(
        _ packet: OSCPacket,
        host: String,
        port: Int,
        timeout: Duration,
        until isLast: @escaping @Sendable (OSCMessage) -> Bool
    ) async throws(ServerError) -> [OSCMessage] {
        let group = MultiThreadedEventLoopGroup.singleton
        let replies = group.any().makePromise(of: [OSCMessage].self)
        do {
            let bytes = try packet.encoded()
            let server = try SocketAddress.makeAddressResolvingHost(host, port: port)
            let channel = try await DatagramBootstrap(group: group)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let collector = ReplyCollector(replies: replies, until: isLast)
                        try channel.pipeline.syncOperations.addHandler(collector)
                        channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { collector.finish() }
                    }
                }
                // A connected socket reports immediately that the port is closed.
                .connect(to: server)
                .get()
            do {
                try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes))
            } catch {
                try? await channel.close()
                throw error
            }
            let messages = try await replies.futureResult.get()
            try? await channel.close()
            return messages
        } catch {
            replies.succeed([])
            throw .network("Cannot send to \(host) port \(port): \(error).")
        }
    }
}

/// Collects the replies of one exchange.
private final class ReplyCollector: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let replies: EventLoopPromise<[OSCMessage]>
    private let isLast: (OSCMessage) -> Bool
    private var collected: [OSCMessage] = []

    init(replies: EventLoopPromise<[OSCMessage]>, until isLast: @escaping (OSCMessage) -> Bool) {
        self.replies = replies
        self.isLast = isLast
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).data.readableBytesView
        guard case .message(let message)? = try? OSCPacket(decoding: bytes) else { return }
        collected.append(message)
        if isLast(message) { finish() }
    }

    /// Ends the exchange: the port is closed.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish()
    }

    /// Completes the exchange with the replies so far. Later calls are no-ops.
    func finish() {
        replies.succeed(collected)
    }
}

internal import NIOCore
internal import NIOPosix
package import TonewheelOSC

/// Sends a packet to a server and collects the answers. `[control]`
package enum OSCClient {
    /// Sends `packet` from a socket of its own, and waits for answers.
    ///
    /// - Parameters:
    ///   - timeout: how long to wait for the last answer.
    ///   - isLast: whether an answer is the last one that is waited for.
    /// - Returns: the answers in the order in which they came, up to the last one or to the time-out.
    /// - Throws: `ServerError.network` if the packet cannot be sent.
    package static func exchange(
        _ packet: OSCPacket,
        host: String,
        port: Int,
        timeout: Duration,
        until isLast: @escaping @Sendable (OSCMessage) -> Bool
    ) async throws(ServerError) -> [OSCMessage] {
        let group = MultiThreadedEventLoopGroup.singleton
        let answers = group.any().makePromise(of: [OSCMessage].self)
        do {
            let bytes = try packet.encoded()
            let server = try SocketAddress.makeAddressResolvingHost(host, port: port)
            let channel = try await DatagramBootstrap(group: group)
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        let collector = AnswerCollector(answers: answers, until: isLast)
                        try channel.pipeline.syncOperations.addHandler(collector)
                        channel.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(timeout)) { collector.finish() }
                    }
                }
                // Connected, so that the system says at once if nobody listens there.
                .connect(to: server)
                .get()
            do {
                try await channel.writeAndFlush(channel.allocator.buffer(bytes: bytes))
            } catch {
                try? await channel.close()
                throw error
            }
            let messages = try await answers.futureResult.get()
            try? await channel.close()
            return messages
        } catch {
            answers.succeed([])
            throw .network("cannot send to \(host) port \(port): \(error)")
        }
    }
}

/// Collects the answers of one exchange.
private final class AnswerCollector: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>

    private let answers: EventLoopPromise<[OSCMessage]>
    private let isLast: (OSCMessage) -> Bool
    private var collected: [OSCMessage] = []

    init(answers: EventLoopPromise<[OSCMessage]>, until isLast: @escaping (OSCMessage) -> Bool) {
        self.answers = answers
        self.isLast = isLast
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data).data.readableBytesView
        guard case .message(let message)? = try? OSCPacket(decoding: bytes) else { return }
        collected.append(message)
        if isLast(message) { finish() }
    }

    /// Nobody listens there (any more).
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish()
    }

    /// What came until now is the answer; later calls change nothing.
    func finish() {
        answers.succeed(collected)
    }
}

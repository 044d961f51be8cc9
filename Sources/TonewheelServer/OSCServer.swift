internal import NIOCore
internal import NIOPosix
package import Tonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Plays an `AudioEngine` over OSC: listens on a UDP port, a TCP port or both, and answers to the addresses in `EngineMethods`. `[control]`
///
/// A message that cannot be obeyed is answered with `/fail ADDRESS REASON`, changes nothing and is counted.
package final class OSCServer: Sendable {
    /// The UDP port that the server listens on; 0 if there is none.
    package let port: Int

    /// The TCP port; 0 if there is none.
    package let streamPort: Int

    /// What it listens on for datagrams.
    package let listener: DatagramListener?

    /// What it listens on for connections.
    private let streams: (any Channel)?

    /// Packets that are read with one system call.
    private static let packetsPerRead = 32

    /// Bytes of answers that may wait for the network; what goes beyond is dropped and counted.
    private static let answerBytes = 1 << 20

    private let group: MultiThreadedEventLoopGroup
    private let handler: OSCServerHandler

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - engine: what is played; the server neither starts nor stops it of its own accord.
    ///   - onQuit: called once a client has asked the program to end, on a thread of the server's.
    /// - Throws: `ServerError` if the address cannot be had or must not be.
    package init(
        _ configuration: Configuration,
        engine: AudioEngine,
        onQuit: @escaping @Sendable () -> Void
    ) async throws(ServerError) {
        let allowList = AllowList(configuration.allowed)
        func address(_ port: Int?) throws(ServerError) -> SocketAddress? {
            guard let port else { return nil }
            do {
                let address = try SocketAddress.makeAddressResolvingHost(configuration.host, port: port)
                try allowList.checkBind(address, host: configuration.host)
                return address
            } catch let error as ServerError {
                throw error
            } catch {
                throw .network("'\(configuration.host)' is no address of this host: \(error)")
            }
        }
        let datagramAddress = try address(configuration.port)
        let streamAddress = try address(configuration.streamPort)

        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let handler = OSCServerHandler(
            engine: engine, allowList: allowList, version: configuration.version,
            allowsChaos: configuration.allowsChaos, onQuit: onQuit)
        self.handler = handler
        group.next().execute(Self.goAhead)
        var bound: DatagramListener?
        var latest = 0
        do {
            if let datagramAddress {
                latest = configuration.port ?? 0
                bound = try await Self.listen(to: datagramAddress, group, handler)
            }
            if let streamAddress {
                latest = configuration.streamPort ?? 0
                streams = try await Self.listenForStreams(to: streamAddress, group, handler, configuration)
            } else {
                streams = nil
            }
        } catch {
            await bound?.close()
            try? await group.shutdownGracefully()
            if let error = error as? IOError, error.errnoCode == EADDRINUSE {
                throw .portBusy(host: configuration.host, port: latest)
            }
            throw .network("cannot listen on \(configuration.host) port \(latest): \(error)")
        }
        listener = bound
        port = bound?.address.port ?? 0
        streamPort = streams?.localAddress?.port ?? 0
    }

    private static func listen(
        to address: SocketAddress, _ group: MultiThreadedEventLoopGroup, _ handler: OSCServerHandler
    ) async throws -> DatagramListener {
        try await DatagramListener(to: address) { address in
            DatagramBootstrap(group: group)
                // Many datagrams with one system call, each up to the largest there is.
                .channelOption(.datagramVectorReadMessageCount, value: packetsPerRead)
                .channelOption(
                    .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: packetsPerRead * 65_536)
                )
                // A burst waits in the socket; the answers to one, here.
                .channelOption(.socketOption(.so_rcvbuf), value: 4 << 20)
                .channelOption(.writeBufferWaterMark, value: .init(low: answerBytes / 2, high: answerBytes))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(DatagramSegments(), AnswerGathering(), handler)
                    }
                }
                .bind(to: address)
        }
    }

    private static func listenForStreams(
        to address: SocketAddress, _ group: MultiThreadedEventLoopGroup, _ handler: OSCServerHandler,
        _ configuration: Configuration
    ) async throws -> any Channel {
        let (maximum, password) = (configuration.maximumConnections, configuration.password)
        return try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // A client whose host has vanished is noticed, some time.
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: answerBytes / 2, high: answerBytes))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let client = handler.accept(channel, maximum: maximum) else { throw ChannelError.eof }
                    try channel.pipeline.syncOperations.addHandlers(
                        AnswerGathering(), StreamConnection(handler, client, password: password))
                }
            }
            .bind(to: address)
            .get()
    }

    /// Lets the calling thread go ahead of ordinary ones, where the process may: commands are a part of the playing. It stays
    /// far behind the render threads.
    private static func goAhead() {
        #if os(Linux)
        // On Linux it is threads that have a niceness.
        _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, -10)
        #endif
    }

    /// Stops listening, does what has been asked of it until then, and ends the server's threads.
    package func close() async {
        await listener?.close()
        try? await streams?.close()
        await handler.finish(on: group.next())
        ServerOutput.flush()
        try? await group.shutdownGracefully()
        handler.disconnect()
    }

    /// What the server has counted since it was started.
    package var counts: ServerCounts { handler.counts }
}

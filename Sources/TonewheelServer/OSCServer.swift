internal import NIOCore
internal import NIOPosix
package import Tonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// An OSC server for an `AudioEngine`: listens on a UDP port, a TCP port or both, and serves the methods of
/// `EngineMethods` and the commands of the SuperCollider protocol. `[control]`
///
/// A message that cannot be executed changes nothing, is counted, and has the reply `/fail ADDRESS REASON`.
package final class OSCServer: Sendable {
    /// The UDP port; 0 if there is none.
    package let port: Int

    /// The TCP port; 0 if there is none.
    package let streamPort: Int

    /// The UDP socket; nil if there is none.
    package let listener: DatagramListener?

    /// The TCP socket that accepts connections; nil if there is none.
    private let streams: (any Channel)?

    /// The maximum number of datagrams read with one system call.
    private static let packetsPerRead = 32

    /// The capacity for replies that wait for the network, in bytes. Further replies are dropped and counted.
    private static let replyBufferBytes = 1 << 20

    private let group: MultiThreadedEventLoopGroup
    private let handler: OSCServerHandler

    /// Starts to listen.
    ///
    /// - Parameters:
    ///   - engine: The engine to play. The server starts and stops it only at a client's request.
    ///   - onQuit: Called once, on a thread of the server, after a client has requested the end of the program.
    /// - Throws: `ServerError` if the address is unavailable or not allowed.
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
                throw .network("'\(configuration.host)' is not an address of this host: \(error).")
            }
        }
        let datagramAddress = try address(configuration.port)
        let streamAddress = try address(configuration.streamPort)

        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let handler = OSCServerHandler(
            engine: engine, allowList: allowList, version: configuration.version,
            allowsChaos: configuration.allowsChaos, onQuit: onQuit)
        self.handler = handler
        group.next().execute(Self.raisePriority)
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
            throw .network("Cannot listen on \(configuration.host) port \(latest): \(error).")
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
                // Several datagrams per system call, each up to the maximum UDP size.
                .channelOption(.datagramVectorReadMessageCount, value: packetsPerRead)
                .channelOption(
                    .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: packetsPerRead * 65_536)
                )
                // The socket buffers a burst of packets; the channel buffers the replies to it.
                .channelOption(.socketOption(.so_rcvbuf), value: 4 << 20)
                .channelOption(.writeBufferWaterMark, value: .init(low: replyBufferBytes / 2, high: replyBufferBytes))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandlers(DatagramSegments(), ReplyBatching(), handler)
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
            // Detects clients whose host has disappeared.
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: replyBufferBytes / 2, high: replyBufferBytes))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let client = handler.accept(channel, maximum: maximum) else { throw ChannelError.eof }
                    try channel.pipeline.syncOperations.addHandlers(
                        ReplyBatching(), StreamConnection(handler, client, password: password))
                }
            }
            .bind(to: address)
            .get()
    }

    /// Raises the priority of the calling thread where the process may, since commands are part of a performance. It
    /// stays far below that of the render threads.
    private static func raisePriority() {
        #if os(Linux)
        // On Linux the nice value belongs to a thread.
        _ = setpriority(Int32(PRIO_PROCESS.rawValue), 0, -10)
        #endif
    }

    /// Stops listening, completes the requests so far, and ends the server's threads.
    package func close() async {
        await listener?.close()
        try? await streams?.close()
        await handler.finish(on: group.next())
        ServerOutput.flush()
        try? await group.shutdownGracefully()
        handler.disconnect()
    }

    /// The counters since the server's start.
    package var counts: ServerCounts { handler.counts }
}

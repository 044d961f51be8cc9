internal import NIOCore
internal import NIOPosix
package import Tonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Plays an `AudioEngine` over OSC: listens on a UDP port, and answers to the addresses in `ServerMethod`. `[control]`
///
/// A message that cannot be obeyed is answered with `/fail ADDRESS REASON`, changes nothing and is counted.
package final class OSCServer: Sendable {
    /// The UDP port that the server listens on.
    package let port: Int

    /// What it listens on.
    package let listener: DatagramListener

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
    ///   - onBatch: called with all that has been understood, on a thread of the server's, right before it is obeyed; for
    ///     those who measure.
    ///   - onQuit: called once a client has asked the program to end, on a thread of the server's.
    /// - Throws: `ServerError` if the address cannot be had or must not be.
    package init(
        _ configuration: Configuration,
        engine: AudioEngine,
        onBatch: (@Sendable (CommandBatch) -> Void)? = nil,
        onQuit: @escaping @Sendable () -> Void
    ) async throws(ServerError) {
        let allowList = AllowList(configuration.allowed)
        let address: SocketAddress
        do {
            address = try SocketAddress.makeAddressResolvingHost(configuration.host, port: configuration.port)
        } catch {
            throw .network("'\(configuration.host)' is no address of this host: \(error)")
        }
        try allowList.checkBind(address, host: configuration.host)

        group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let handler = OSCServerHandler(
            engine: engine, allowList: allowList, version: configuration.version,
            allowsChaos: configuration.allowsChaos, synthOptions: configuration.synths, onBatch: onBatch, onQuit: onQuit
        )
        self.handler = handler
        group.next().execute(Self.goAhead)
        do {
            listener = try await DatagramListener(to: address) { [group] address in
                DatagramBootstrap(group: group)
                    // Many datagrams with one system call, each up to the largest there is.
                    .channelOption(.datagramVectorReadMessageCount, value: Self.packetsPerRead)
                    .channelOption(
                        .recvAllocator,
                        value: FixedSizeRecvByteBufferAllocator(capacity: Self.packetsPerRead * 65_536)
                    )
                    // A burst waits in the socket; the answers to one, here.
                    .channelOption(.socketOption(.so_rcvbuf), value: 4 << 20)
                    .channelOption(
                        .writeBufferWaterMark, value: .init(low: Self.answerBytes / 2, high: Self.answerBytes)
                    )
                    .channelInitializer { channel in
                        channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandlers(AnswerGathering(), handler)
                        }
                    }
                    .bind(to: address)
            }
        } catch {
            try? await group.shutdownGracefully()
            if let error = error as? IOError, error.errnoCode == EADDRINUSE {
                throw .portBusy(host: configuration.host, port: configuration.port)
            }
            throw .network("cannot listen on \(configuration.host) port \(configuration.port): \(error)")
        }
        port = listener.address.port ?? configuration.port
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
        await listener.close()
        await handler.finish(on: group.next())
        try? await group.shutdownGracefully()
    }

    /// What the server has counted since it was started.
    package var counts: ServerCounts { handler.counts }
}

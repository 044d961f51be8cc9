internal import NIOCore
internal import NIOPosix
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Wakes the event loop when a graph has something to tell: the loop polls the graph's signal beside its sockets.
final class GraphNewsReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let body: () -> Void

    private init(_ body: @escaping () -> Void) {
        self.body = body
    }

    /// Calls `body` on the event loop after each signal, until the loop ends.
    static func start(on eventLoop: any EventLoop, _ news: EventSignal, _ body: @escaping @Sendable () -> Void) {
        let descriptor = dup(news.descriptor)
        guard descriptor >= 0 else { return }
        NIOPipeBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(GraphNewsReader(body))
                }
            }
            .takingOwnershipOfDescriptor(input: descriptor)
            .whenComplete { result in
                if case .failure(let error) = result { preconditionFailure("cannot poll the graph's signal: \(error)") }
                // What was signalled before.
                body()
            }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        body()
    }
}

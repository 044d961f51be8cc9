internal import NIOCore
internal import NIOPosix
internal import TonewheelRealtime

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Wakes the event loop when a graph has events: the loop polls the graph's signal together with its sockets.
final class GraphEventReader: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let body: () -> Void

    private init(_ body: @escaping () -> Void) {
        self.body = body
    }

    /// Calls `body` on the event loop after each signal, until the loop ends.
    static func start(on eventLoop: any EventLoop, _ signal: EventSignal, _ body: @escaping @Sendable () -> Void) {
        let descriptor = dup(signal.descriptor)
        guard descriptor >= 0 else { return }
        NIOPipeBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(GraphEventReader(body))
                }
            }
            .takingOwnershipOfDescriptor(input: descriptor)
            .whenComplete { result in
                if case .failure(let error) = result { preconditionFailure("cannot poll the graph's signal: \(error)") }
                // Events that were signalled earlier.
                body()
            }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        body()
    }
}

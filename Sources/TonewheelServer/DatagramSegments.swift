internal import NIOCore

/// Hands datagrams for one client to the system as one long one, which it cuts up where they arrive: a notification is short, and
/// what it costs to send is the way through the system, not its bytes.
///
/// Clients receive what they would have received otherwise. It holds to what the system can cut: pieces of one length, but for
/// the last, which may be shorter. Only for clients on this host: elsewhere the network's driver would have to be able to as well.
///
/// Reference: Linux, udp(7), `UDP_SEGMENT`; docs/decisions/0014.
final class DatagramSegments: ChannelOutboundHandler {
    typealias OutboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    /// Pieces that the system cuts one into, at most: all versions of Linux that can, since 4.18, take 64. 1 elsewhere.
    static let mostSegments = System.supportsUDPSegmentationOffload ? 64 : 1

    /// The longest datagram that is worth it, and short enough for any network: 64 of them are no longer than one may be.
    static let longestSegment = 512

    private var address: SocketAddress?
    private var bytes = ByteBuffer()
    private var segmentSize = 0
    private var count = 0
    private var isClosed = false  // by a shorter one

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let envelope = unwrapOutboundIn(data)
        let size = envelope.data.readableBytes
        if take(envelope, size, promise) { return }
        pass(on: context)
        guard Self.mostSegments > 1, promise == nil, envelope.metadata == nil, 1...Self.longestSegment ~= size,
            IPAddress(envelope.remoteAddress)?.isLoopback == true
        else { return context.write(data, promise: promise) }
        address = envelope.remoteAddress
        bytes = envelope.data
        segmentSize = size
        count = 1
        isClosed = false
    }

    func flush(context: ChannelHandlerContext) {
        pass(on: context)
        context.flush()
    }

    /// Appends a datagram to those that wait, if it goes with them.
    private func take(_ envelope: OutboundIn, _ size: Int, _ promise: EventLoopPromise<Void>?) -> Bool {
        guard count > 0, count < Self.mostSegments, !isClosed, 1...segmentSize ~= size, promise == nil,
            envelope.metadata == nil, envelope.remoteAddress == address
        else { return false }
        // Room for all that may follow: what it is copied into is written to once.
        if count == 1 { bytes.reserveCapacity(segmentSize * Self.mostSegments) }
        bytes.writeImmutableBuffer(envelope.data)
        count += 1
        isClosed = size < segmentSize
        return true
    }

    private func pass(on context: ChannelHandlerContext) {
        guard let address else { return }
        let metadata: OutboundOut.Metadata? =
            count > 1 ? .init(ecnState: .transportNotCapable, packetInfo: nil, segmentSize: segmentSize) : nil
        let envelope = OutboundOut(remoteAddress: address, data: bytes, metadata: metadata)
        self.address = nil
        bytes = ByteBuffer()
        count = 0
        context.write(wrapOutboundOut(envelope), promise: nil)
    }
}

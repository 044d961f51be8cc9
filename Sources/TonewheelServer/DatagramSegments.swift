internal import NIOCore

/// Joins datagrams for one client into one large datagram, which the system splits on arrival (generic segmentation
/// offload). Notifications are short, so that the path through the kernel costs more than their bytes.
///
/// Clients receive the same datagrams as without it. All segments have the same size; only the last may be shorter.
/// Only for clients on this host: to other hosts the network driver would have to support segmentation as well.
///
/// Reference: Linux, udp(7), `UDP_SEGMENT`; docs/decisions/0014.
final class DatagramSegments: ChannelOutboundHandler {
    typealias OutboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    /// The maximum number of segments in a datagram: 64 on Linux with `UDP_SEGMENT` (4.18 and later), 1 elsewhere.
    static let maximumSegmentCount = System.supportsUDPSegmentationOffload ? 64 : 1

    /// The size of the largest datagram that is joined, in bytes: 64 of them fit into the largest UDP datagram.
    static let maximumSegmentSize = 512

    private var address: SocketAddress?
    private var bytes = ByteBuffer()
    private var segmentSize = 0
    private var count = 0
    private var isClosed = false  // the last segment is shorter, so none may follow

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let envelope = unwrapOutboundIn(data)
        let size = envelope.data.readableBytes
        if append(envelope, size, promise) { return }
        writePending(context)
        guard Self.maximumSegmentCount > 1, promise == nil, envelope.metadata == nil,
            1...Self.maximumSegmentSize ~= size,
            IPAddress(envelope.remoteAddress)?.isLoopback == true
        else { return context.write(data, promise: promise) }
        address = envelope.remoteAddress
        bytes = envelope.data
        segmentSize = size
        count = 1
        isClosed = false
    }

    func flush(context: ChannelHandlerContext) {
        writePending(context)
        context.flush()
    }

    /// Appends a datagram to the pending segments if it fits; returns false if it does not.
    private func append(_ envelope: OutboundIn, _ size: Int, _ promise: EventLoopPromise<Void>?) -> Bool {
        guard count > 0, count < Self.maximumSegmentCount, !isClosed, 1...segmentSize ~= size, promise == nil,
            envelope.metadata == nil, envelope.remoteAddress == address
        else { return false }
        // Capacity for all segments that may follow, so that the buffer is reallocated once.
        if count == 1 { bytes.reserveCapacity(segmentSize * Self.maximumSegmentCount) }
        bytes.writeImmutableBuffer(envelope.data)
        count += 1
        isClosed = size < segmentSize
        return true
    }

    private func writePending(_ context: ChannelHandlerContext) {
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

internal import NIOCore

/// Defers flushes until a read completes, so that the replies to its packets share system calls.
final class ReplyBatching: ChannelDuplexHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundIn = AddressedEnvelope<ByteBuffer>

    private var isReading = false
    private var isFlushPending = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        flushIfPending(context)
        context.fireChannelReadComplete()
    }

    /// Flushes when the outbound buffer has reached its high watermark.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if !context.channel.isWritable { flushIfPending(context) }
        context.fireChannelWritabilityChanged()
    }

    func flush(context: ChannelHandlerContext) {
        isFlushPending = true
        if !isReading { flushIfPending(context) }
    }

    private func flushIfPending(_ context: ChannelHandlerContext) {
        guard isFlushPending else { return }
        isFlushPending = false
        context.flush()
    }
}

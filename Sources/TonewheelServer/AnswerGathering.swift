internal import NIOCore

/// Sends the answers to the packets of one read together: one system call for many, instead of one for each.
final class AnswerGathering: ChannelDuplexHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundIn = AddressedEnvelope<ByteBuffer>

    private var isReading = false
    private var isHeldBack = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        sendWhatIsHeldBack(context)
        context.fireChannelReadComplete()
    }

    /// There is no room for more.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if !context.channel.isWritable { sendWhatIsHeldBack(context) }
        context.fireChannelWritabilityChanged()
    }

    func flush(context: ChannelHandlerContext) {
        isHeldBack = true
        if !isReading { sendWhatIsHeldBack(context) }
    }

    private func sendWhatIsHeldBack(_ context: ChannelHandlerContext) {
        guard isHeldBack else { return }
        isHeldBack = false
        context.flush()
    }
}

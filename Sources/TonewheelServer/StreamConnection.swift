internal import NIOCore
internal import TonewheelOSC

/// A client's TCP connection. Each packet is preceded by its size.
///
/// Replies that a client does not read are buffered up to a limit (`OSCServer.replyBufferBytes`); further replies are
/// dropped and counted, as with datagrams.
///
/// Reference: SuperCollider help, "Server Architecture": each message is preceded by its length, 32 bits; the password
/// must be the first command sent. OSC 1.0 specification, "OSC Packets".
final class StreamConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = ByteBuffer

    /// The time for which a refused client can still read, before the connection is closed.
    private static let closeDelay = TimeAmount.seconds(1)

    private let server: OSCServerHandler
    private let client: ServerClient

    /// The password that must be the first packet; nil if none is required, or after it has been received.
    private var password: String?

    private var reader = OSCStreamReader()
    private var isRefused = false

    init(_ server: OSCServerHandler, _ client: ServerClient, password: String?) {
        self.server = server
        self.client = client
        self.password = password
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isRefused else { return }
        reader.append(unwrapInboundIn(data).readableBytesView)
        do throws(OSCStreamError) {
            while !isRefused, let packet = try reader.next() { handle(packet) }
        } catch {
            // The beginning of the next packet is unknown.
            isRefused = true
            server.refuse(error.description, client)
        }
    }

    private func handle(_ packet: [UInt8]) {
        guard let wanted = password else {
            return packet.withUnsafeBytes { server.receive($0, client) }
        }
        if Self.isPassword(packet, wanted) {
            password = nil
        } else {
            isRefused = true
            server.refuse("Wrong password. Send the password as the first packet.", client)
        }
    }

    /// Whether a packet begins with the password as a string. The comparison takes constant time for a given length.
    private static func isPassword(_ packet: [UInt8], _ password: String) -> Bool {
        let given = packet.prefix { $0 != 0 }
        let wanted = Array(password.utf8)
        guard given.count == wanted.count else { return false }
        return zip(given, wanted).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        guard isRefused else { return }
        // The client receives the `/fail` only if the connection stays open for a while.
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.closeDelay) { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.end(client)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The connection is broken.
        context.close(promise: nil)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let packet = unwrapOutboundIn(data).data
        var size = context.channel.allocator.buffer(capacity: 4)
        size.writeInteger(Int32(packet.readableBytes))
        context.write(wrapOutboundOut(size), promise: nil)
        context.write(wrapOutboundOut(packet), promise: promise)
    }
}

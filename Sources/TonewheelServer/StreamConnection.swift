internal import NIOCore
internal import TonewheelOSC

/// A client's TCP connection: packets come and go behind their sizes.
///
/// What a client does not read waits here up to a limit (`OSCServer.answerBytes`); answers beyond are dropped and counted, as
/// with datagrams.
///
/// Reference: SuperCollider help, "Server Architecture": each message is preceded by its length, 32 bits; the password must be the
/// first command sent. OSC 1.0 specification, "OSC Packets".
final class StreamConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = ByteBuffer

    /// How long a client that has sent nonsense may go on to read, before it is cut off.
    private static let patience = TimeAmount.seconds(1)

    private let server: OSCServerHandler
    private let client: ServerClient

    /// What must come first; nil if it has, or need not.
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
            while !isRefused, let packet = try reader.next() { take(packet) }
        } catch {
            // Nobody knows where the next packet begins.
            isRefused = true
            server.refuse(error.description, client)
        }
    }

    private func take(_ packet: [UInt8]) {
        guard let wanted = password else {
            return packet.withUnsafeBytes { server.receive($0, client) }
        }
        if Self.isPassword(packet, wanted) {
            password = nil
        } else {
            isRefused = true
            server.refuse("the password is wrong: it must come first", client)
        }
    }

    /// Whether a packet begins with a string, and that is the password; compared in the same time whatever differs.
    private static func isPassword(_ packet: [UInt8], _ password: String) -> Bool {
        let given = packet.prefix { $0 != 0 }
        let wanted = Array(password.utf8)
        guard given.count == wanted.count else { return false }
        return zip(given, wanted).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        guard isRefused else { return }
        // What it is told arrives only if it may read on for a while.
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        server.end(client)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The client has vanished.
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

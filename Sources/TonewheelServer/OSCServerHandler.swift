internal import Dispatch
internal import NIOCore
internal import Synchronization
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime

/// Receives packets, obeys them and answers them.
///
/// Everything here runs on one event loop, but for the engine lane: what waits for the device runs there, in order.
final class OSCServerHandler: ChannelInboundHandler, @unchecked Sendable {  // its state belongs to the event loop
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    /// Bundles that can wait for their time.
    static let bundleCapacity = 1024

    private let engine: AudioEngine
    private let allowList: AllowList
    private let version: String
    private let onQuit: @Sendable () -> Void
    private let lane = DispatchQueue(label: "tonewheel.engine-lane")

    /// How long before its time a bundle goes to the render thread, in nanoseconds: what is rendered ahead, and 100 ms,
    /// which is long enough for any load, and short enough for the two clocks not to drift apart.
    private let lead: Int64

    private var laneJobs = 0
    private var waitingBundles = 0
    private let sharedCounts = Mutex(ServerCounts())

    init(engine: AudioEngine, allowList: AllowList, version: String, onQuit: @escaping @Sendable () -> Void) {
        self.engine = engine
        self.allowList = allowList
        self.version = version
        self.onQuit = onQuit
        let configuration = engine.configuration
        let framesAhead = configuration.periodFrames * (configuration.prefillPeriods + 1) + configuration.blockFrames
        lead = 100_000_000 + Int64(Double(framesAhead) / configuration.sampleRate * 1e9)
    }

    /// Waits until what the clients have asked of the device is done. `[control]`, after the channel has been closed
    func finish() async {
        await withCheckedContinuation { finished in lane.async { finished.resume() } }
    }

    /// `[any]`
    var counts: ServerCounts { sharedCounts.withLock { $0 } }

    // MARK: - Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let client = Client(channel: context.channel, address: envelope.remoteAddress)
        sharedCounts.withLock { $0.packets += 1 }
        // Nobody can be answered at port 0, and the attempt would close the socket.
        guard client.address.port != 0, allowList.allows(client.address) else {
            sharedCounts.withLock { $0.notAllowed += 1 }
            return
        }
        var reader = PacketReader(sampleRate: engine.configuration.sampleRate, now: WallClock.now())
        let fault = envelope.data.withUnsafeReadableBytes { bytes -> OSCDecodingError? in
            do throws(OSCDecodingError) {
                reader.read(try OSCPacketView(validating: bytes))
                return nil
            } catch {
                return error
            }
        }
        if let fault {
            sharedCounts.withLock { $0.malformed += 1 }
            fail("", fault.description, client)
        }
        for failure in reader.failures { fail(failure.address, failure.reason, client) }
        for batch in reader.batches { obey(batch, client) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One datagram could not be received or sent; the socket is as good as before.
    }

    // MARK: - Time

    private func obey(_ batch: CommandBatch, _ client: Client) {
        guard let wallTime = batch.wallTime else {
            change(batch.change, client) { engine throws(EngineError) in try engine.apply(batch.change) }
            run(batch.commands, client)
            return
        }
        // From here on the monotonic clock counts, so that a step of the wall clock moves nothing that is waiting.
        let due = WallClock.monotonicTime(of: wallTime)
        if !batch.change.isEmpty {
            later(at: due &- lead, client) { [self] in applyTimed(batch.change, due: due, client) }
        }
        if !batch.commands.isEmpty {
            later(at: due, client) { [self] in run(batch.commands, client) }
        }
    }

    private func applyTimed(_ timed: ParameterChange, due: Int64, _ client: Client) {
        if let clock = engine.clock {
            change(timed, client) { engine throws(EngineError) in
                try engine.apply(timed, atFrame: clock.frame(at: due))
            }
        } else {
            later(at: due, client) { [self] in
                change(timed, client) { engine throws(EngineError) in try engine.apply(timed) }
            }
        }
    }

    /// Runs `body` at `time` on the monotonic clock, at once if that has passed.
    private func later(at time: Int64, _ client: Client, _ body: @escaping @Sendable () -> Void) {
        let wait = time &- MonotonicClock.now()
        guard wait > 0 else { return body() }
        guard waitingBundles < Self.bundleCapacity else {
            fail("#bundle", "\(waitingBundles) bundles are waiting for their time already: send them later", client)
            return
        }
        waitingBundles += 1
        client.channel.eventLoop.scheduleTask(in: .nanoseconds(wait)) { [self] in
            waitingBundles -= 1
            // After the end of the server nothing must start the engine again.
            if client.channel.isActive { body() }
        }
    }

    // MARK: - Obeying

    private func change(
        _ change: ParameterChange, _ client: Client, _ apply: (AudioEngine) throws(EngineError) -> Void
    ) {
        guard !change.isEmpty else { return }
        do throws(EngineError) {
            try apply(engine)
        } catch {
            fail("#bundle", error.description, client)
        }
    }

    private func run(_ commands: [(address: String, command: ServerCommand)], _ client: Client) {
        for (address, command) in commands {
            switch command {
            case .start:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.start() }
            case .stop:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.stop() }
            case .quit:
                onLane(address, client, then: onQuit) { engine throws(EngineError) in _ = try engine.stop() }
            case .status:
                client.send(StatusReply.message(engine.status, counts, version: version))
            case .sync(let id):
                let synced = OSCMessage("/synced", .int32(id))
                if laneJobs == 0 {
                    client.send(synced)
                } else {
                    lane.async { client.send(synced) }
                }
            case .change(let change):
                self.change(change, client) { engine throws(EngineError) in try engine.apply(change) }
            }
        }
    }

    /// Runs what waits for the device off the event loop, in order, answers `/done` or `/fail`, and then calls `completed`.
    private func onLane(
        _ address: String,
        _ client: Client,
        then completed: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (AudioEngine) throws(EngineError) -> Void
    ) {
        laneJobs += 1
        lane.async { [self] in
            do throws(EngineError) {
                try body(engine)
                client.send(OSCMessage("/done", .string(address)))
            } catch {
                fail(address, error.description, client)
            }
            client.channel.eventLoop.execute { [self] in laneJobs -= 1 }
            completed()
        }
    }

    /// Counts a refusal and tells the client.
    private func fail(_ address: String, _ reason: String, _ client: Client) {
        sharedCounts.withLock { $0.failed += 1 }
        client.send(OSCMessage("/fail", .string(address), .string(reason)))
    }
}

/// Who is to be answered.
private struct Client: Sendable {
    let channel: any Channel
    let address: SocketAddress

    func send(_ message: OSCMessage) {
        // A message of ours always encodes; a client that has gone is no error.
        guard let bytes = try? message.encoded() else { return }
        let envelope = AddressedEnvelope(remoteAddress: address, data: channel.allocator.buffer(bytes: bytes))
        channel.writeAndFlush(envelope, promise: nil)
    }
}

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

    /// Jobs that can wait for the device.
    static let laneCapacity = 64

    /// Refusals that one packet is answered with; the rest are counted only, so that nobody is flooded with answers.
    static let failuresAnswered = 16

    private let engine: AudioEngine
    private let allowList: AllowList
    private let version: String
    private let onBatch: (@Sendable (CommandBatch) -> Void)?
    private let onQuit: @Sendable () -> Void
    private let lane = DispatchQueue(label: "tonewheel.engine-lane")

    /// How long before its time a bundle goes to the render thread, in nanoseconds: what is rendered ahead, and 100 ms,
    /// which is long enough for any load, and short enough for the two clocks not to drift apart.
    private let lead: Int64

    private var clockOffset = WallClockOffset()
    private var laneJobs = 0
    private var isQuitting = false
    private var isFinished = false
    private var waitingBundles = 0
    private let sharedCounts = Mutex(ServerCounts())

    init(
        engine: AudioEngine,
        allowList: AllowList,
        version: String,
        onBatch: (@Sendable (CommandBatch) -> Void)?,
        onQuit: @escaping @Sendable () -> Void
    ) {
        self.engine = engine
        self.allowList = allowList
        self.version = version
        self.onBatch = onBatch
        self.onQuit = onQuit
        let configuration = engine.configuration
        let framesAhead = configuration.periodFrames * (configuration.prefillPeriods + 1) + configuration.blockFrames
        lead = 100_000_000 + Int64(Double(framesAhead) / configuration.sampleRate * 1e9)
    }

    /// Drops what waits for its time, and waits until what the clients have asked of the device is done. `[control]`, after
    /// the socket has been closed
    func finish(on eventLoop: any EventLoop) async {
        try? await eventLoop.submit { [self] in isFinished = true }.get()
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
        answer(reader.failures, client)
        for batch in reader.batches { obey(batch, client) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One datagram could not be received or sent; the socket is as good as before.
    }

    private func answer(_ failures: [(address: String, reason: String)], _ client: Client) {
        for failure in failures.prefix(Self.failuresAnswered) { fail(failure.address, failure.reason, client) }
        let rest = failures.count - Self.failuresAnswered
        guard rest > 0 else { return }
        sharedCounts.withLock { $0.failed += rest }
        client.send(OSCMessage("/fail", .string(""), .string("and \(rest) more messages of the same packet")))
    }

    // MARK: - Time

    private func obey(_ batch: CommandBatch, _ client: Client) {
        onBatch?(batch)
        guard let wallTime = batch.wallTime else {
            change(batch, client) { engine throws(EngineError) in try engine.apply(batch.change) }
            run(batch.requests, client)
            return
        }
        // From here on the monotonic clock counts, so that a step of the wall clock moves nothing that is waiting.
        let due = clockOffset.monotonicTime(of: wallTime)
        if !batch.change.isEmpty {
            later(at: due &- lead, batch, client) { [self] in applyTimed(batch, due: due, client) }
        }
        if !batch.requests.isEmpty {
            later(at: due, batch, client) { [self] in run(batch.requests, client) }
        }
    }

    private func applyTimed(_ batch: CommandBatch, due: Int64, _ client: Client) {
        if let clock = engine.clock {
            change(batch, client) { engine throws(EngineError) in
                try engine.apply(batch.change, atFrame: clock.frame(at: due))
            }
        } else {
            later(at: due, batch, client) { [self] in
                change(batch, client) { engine throws(EngineError) in try engine.apply(batch.change) }
            }
        }
    }

    /// Runs `body` at `time` on the monotonic clock, at once if that has passed; what has the same time, in its order.
    private func later(
        at time: Int64, _ batch: CommandBatch, _ client: Client, _ body: @escaping @Sendable () -> Void
    ) {
        guard time > MonotonicClock.now() else { return body() }
        guard waitingBundles < Self.bundleCapacity else {
            let reason = "\(waitingBundles) bundles are waiting for their time already: send them later"
            fail(batch.address, reason, client)
            return
        }
        waitingBundles += 1
        client.channel.eventLoop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(time))) { [self] in
            waitingBundles -= 1
            // After the end of the server nothing must start the engine again.
            if !isFinished { body() }
        }
    }

    // MARK: - Obeying

    private func change(
        _ batch: CommandBatch, _ client: Client, _ apply: (AudioEngine) throws(EngineError) -> Void
    ) {
        guard !batch.change.isEmpty else { return }
        do throws(EngineError) {
            try apply(engine)
        } catch {
            fail(batch.address, error.description, client)
        }
    }

    private func run(_ requests: [(address: String, request: ServerRequest)], _ client: Client) {
        for (address, request) in requests {
            switch request {
            case .start where isQuitting:
                fail(address, "the program is about to end, as it was asked to", client)
            case .start:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.start() }
            case .stop:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.stop() }
            case .quit:
                isQuitting = true
                onLane(address, client, then: onQuit) { engine throws(EngineError) in _ = try engine.stop() }
            case .status:
                client.send(StatusReply.message(engine.status, counts, version: version))
            case .sync(let id):
                let synced = OSCMessage("/synced", .int32(id))
                if laneJobs == 0 {
                    client.send(synced)
                } else {
                    inLane(address, client) { client.send(synced) }
                }
            }
        }
    }

    /// Runs what waits for the device, answers `/done` or `/fail`, and then calls `completed`.
    private func onLane(
        _ address: String,
        _ client: Client,
        then completed: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (AudioEngine) throws(EngineError) -> Void
    ) {
        inLane(address, client) { [self] in
            do throws(EngineError) {
                try body(engine)
                client.send(OSCMessage("/done", .string(address)))
            } catch {
                fail(address, error.description, client)
            }
            completed()
        }
    }

    /// Runs `body` off the event loop, behind everything that waits there already; the queue is bounded.
    private func inLane(_ address: String, _ client: Client, _ body: @escaping @Sendable () -> Void) {
        guard laneJobs < Self.laneCapacity else {
            return fail(address, "\(laneJobs) commands wait for the device already: send fewer", client)
        }
        laneJobs += 1
        lane.async { [self] in
            body()
            client.channel.eventLoop.execute { [self] in laneJobs -= 1 }
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

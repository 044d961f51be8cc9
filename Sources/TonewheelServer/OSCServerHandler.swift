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
    private let allowsChaos: Bool
    private let onBatch: (@Sendable (CommandBatch) -> Void)?
    private let onQuit: @Sendable () -> Void
    private let lane = DispatchQueue(label: "tonewheel.engine-lane")

    /// How long before its time a bundle goes to the render thread, in nanoseconds: what is rendered ahead, and 100 ms,
    /// which is long enough for any load, and short enough for the two clocks not to drift apart.
    private let lead: Int64

    private let synthOptions: SynthServer.Options
    private let synthLane = ThreadLane(capacity: 65_536)
    private let clientNumbers = ClientNumbers()
    private var synths: SynthServer?

    private var clockOffset = WallClockOffset()
    private var laneJobs = 0
    private var isQuitting = false
    private var isFinished = false
    private var waitingBundles = 0

    /// Those of them that `/clearSched` forgets.
    private var waitingSynths: [Int: Scheduled<Void>] = [:]
    private var waitingSynthNumber = 0
    private var failureBudget = FailureBudget()
    private let socketDrops = SocketDrops()
    private let sharedCounts = Mutex(ServerCounts())

    init(
        engine: AudioEngine,
        allowList: AllowList,
        version: String,
        allowsChaos: Bool,
        synthOptions: SynthServer.Options,
        onBatch: (@Sendable (CommandBatch) -> Void)?,
        onQuit: @escaping @Sendable () -> Void
    ) {
        self.engine = engine
        self.allowList = allowList
        self.version = version
        self.allowsChaos = allowsChaos
        self.synthOptions = synthOptions
        self.onBatch = onBatch
        self.onQuit = onQuit
        let configuration = engine.configuration
        var periodsAhead = configuration.prefillPeriods + 1
        if case .worker(let workers) = configuration.isolation { periodsAhead += workers.leadPeriods }
        let framesAhead = configuration.periodFrames * periodsAhead + configuration.blockFrames
        lead = 100_000_000 + Int64(Double(framesAhead) / configuration.sampleRate * 1e9)
    }

    /// Drops what waits for its time, and waits until what the clients have asked of the device is done. `[control]`, after
    /// the socket has been closed
    func finish(on eventLoop: any EventLoop) async {
        let open = try? await eventLoop.submit { [self] in
            isFinished = true
            return synths
        }.get()
        await withCheckedContinuation { finished in lane.async { finished.resume() } }
        synthLane.drain()
        open?.closeFiles()
        // It knows this handler, too.
        try? await eventLoop.submit { [self] in synths = nil }.get()
    }

    /// As of the latest read. `[any]`
    var counts: ServerCounts { sharedCounts.withLock { $0 } }

    // MARK: - Receiving

    func handlerAdded(context: ChannelHandlerContext) {
        socketDrops.beginSocket()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let client = Client(channel: context.channel, address: envelope.remoteAddress)
        // Nobody can be answered at port 0, and the attempt would close the socket.
        guard client.address.port != 0, allowList.allows(client.address) else {
            return count {
                $0.packets += 1
                $0.notAllowed += 1
            }
        }
        var reader = PacketReader(
            sampleRate: engine.sampleRate, now: WallClock.now(), reasonsKept: Self.failuresAnswered,
            hasSynths: engine.configuration.graph != nil)
        let fault = envelope.data.withUnsafeReadableBytes { bytes -> OSCDecodingError? in
            do throws(OSCDecodingError) {
                reader.read(try OSCPacketView(validating: bytes))
                return nil
            } catch {
                return error
            }
        }
        count {
            $0.packets += 1
            $0.messages += reader.messageCount
            $0.failed += reader.failureCount
            if fault != nil {
                $0.malformed += 1
                $0.failed += 1
            }
        }
        if let fault { answerFailure("", fault.description, client) }
        if reader.failureCount > 0 { answerFailures(reader, client) }
        for batch in reader.batches { obey(batch, client) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        countDrops(context.channel)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One datagram could not be received or sent; the socket is as good as before.
    }

    // MARK: - Counting and refusing

    private func count(_ change: (inout ServerCounts) -> Void) {
        sharedCounts.withLock { change(&$0) }
    }

    private func countDrops(_ channel: any Channel) {
        socketDrops.update(from: channel)
        count { $0.droppedBySocket = socketDrops.total }
    }

    private func answerFailures(_ reader: PacketReader, _ client: Client) {
        for failure in reader.failures { answerFailure(failure.address, failure.reason, client) }
        let rest = reader.failureCount - reader.failures.count
        guard rest > 0 else { return }
        answerFailure("", "and \(rest) more messages of the same packet", of: rest, client)
    }

    /// Tells a client that messages of its have failed, which have been counted; unless it has been told of too many.
    private func answerFailure(
        _ address: String, _ reason: @autoclosure () -> String, of messages: Int = 1, _ client: Client
    ) {
        guard failureBudget.take(for: client.address, at: MonotonicClock.now()) else {
            return count { $0.failedUnanswered += messages }
        }
        send(OSCMessage("/fail", .string(address), .string(reason())), to: client)
    }

    /// Sends an answer; on any thread.
    private func send(_ message: OSCMessage, to client: Client) {
        if !client.send(message) { count { $0.answersDropped += 1 } }
    }

    // MARK: - Time

    private func obey(_ batch: CommandBatch, _ client: Client) {
        onBatch?(batch)
        if !batch.synthMessages.isEmpty { performOnSynths(batch, client) }
        guard let wallTime = batch.wallTime else {
            change(batch, client) { engine throws(EngineError) in try engine.apply(batch.change) }
            run(batch.requests, client)
            return
        }
        // From here on the monotonic clock counts, so that a step of the wall clock moves nothing that is waiting.
        let due = clockOffset.monotonicTime(of: wallTime)
        if !batch.change.isEmpty {
            later(at: due &- lead, batch, messages: batch.changeMessages, client) { [self] in
                applyTimed(batch, due: due, client)
            }
        }
        if !batch.requests.isEmpty {
            later(at: due, batch, messages: batch.requests.count, client) { [self] in run(batch.requests, client) }
        }
    }

    private func applyTimed(_ batch: CommandBatch, due: Int64, _ client: Client) {
        if let clock = engine.clock {
            change(batch, client) { engine throws(EngineError) in
                try engine.apply(batch.change, atFrame: clock.frame(at: due))
            }
        } else {
            later(at: due, batch, messages: batch.changeMessages, client) { [self] in
                change(batch, client) { engine throws(EngineError) in try engine.apply(batch.change) }
            }
        }
    }

    /// Runs `body` at `time` on the monotonic clock, at once if that has passed; what has the same time, in its order.
    ///
    /// - Parameter messages: how many are refused if too much is waiting already.
    @discardableResult
    private func later(
        at time: Int64, _ batch: CommandBatch, messages: Int, _ client: Client, _ body: @escaping @Sendable () -> Void
    ) -> Scheduled<Void>? {
        guard time > MonotonicClock.now() else {
            body()
            return nil
        }
        guard waitingBundles < Self.bundleCapacity else {
            count {
                $0.failed += messages
                $0.refusedByBundleQueue += messages
            }
            let reason = "\(waitingBundles) bundles are waiting for their time already: send them later"
            answerFailure(batch.address, reason, of: messages, client)
            return nil
        }
        waitingBundles += 1
        return client.channel.eventLoop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(time))) { [self] in
            waitingBundles -= 1
            // After the end of the server nothing must start the engine again.
            if !isFinished { body() }
        }
    }

    // MARK: - Synths

    /// The server of the synths; nil as long as the engine has not been started.
    private func synthServer(_ channel: any Channel) -> SynthServer? {
        if let synths { return synths }
        guard let graph = engine.graph, let news = engine.graphNews else { return nil }
        let replies = ChannelReplies(clients: clientNumbers, printsFailures: synthOptions.printsFailures) { [self] in
            takeFailure(for: $0)
        }
        let made = SynthServer(
            synthOptions, graph: graph, lane: synthLane, replies: replies,
            load: { [engine] in
                let status = engine.status
                return (Float(100 * status.load), Float(100 * status.loadPeak), status.sampleRate)
            },
            onClearScheduled: { [self, eventLoop = channel.eventLoop] in
                if eventLoop.inEventLoop {
                    forgetWaitingSynths()
                } else {
                    eventLoop.execute { [self] in forgetWaitingSynths() }
                }
            },
            onQuit: onQuit)
        synths = made
        GraphNewsReader.start(on: channel.eventLoop, news) { made.collect() }
        return made
    }

    private func performOnSynths(_ batch: CommandBatch, _ client: Client) {
        guard let synths = synthServer(client.channel) else {
            for message in batch.synthMessages where message.address != "/status" {
                answerFailure(message.address.description, "the engine is not running: send /engine/start", client)
            }
            return
        }
        let number = clientNumbers.number(of: client.address, on: client.channel)
        guard let wallTime = batch.wallTime else { return synths.perform(batch.synthMessages, client: number) }
        let due = clockOffset.monotonicTime(of: wallTime)
        // What runs on the lane begins at its time; the rest is prepared before.
        var (prepared, running): ([OSCMessage], [OSCMessage]) = ([], [])
        for message in batch.synthMessages {
            let command = SynthCommand(message.address)
            if command?.isAsynchronous == true || command == .clearSched {
                running.append(message)
            } else {
                prepared.append(message)
            }
        }
        if !prepared.isEmpty {
            let messages = prepared
            laterForSynths(at: due &- lead, batch, messages: messages.count, client) { [self] in
                synths.perform(messages, client: number, atFrame: engine.clock?.frame(at: due))
            }
        }
        if !running.isEmpty {
            let messages = running
            laterForSynths(at: due, batch, messages: messages.count, client) {
                synths.perform(messages, client: number)
            }
        }
    }

    /// As `later`, for what `/clearSched` forgets.
    private func laterForSynths(
        at time: Int64, _ batch: CommandBatch, messages: Int, _ client: Client, _ body: @escaping @Sendable () -> Void
    ) {
        waitingSynthNumber += 1
        let number = waitingSynthNumber
        waitingSynths[number] = later(at: time, batch, messages: messages, client) { [self] in
            waitingSynths[number] = nil
            body()
        }
    }

    private func forgetWaitingSynths() {
        for task in waitingSynths.values { task.cancel() }
        waitingBundles -= waitingSynths.count
        waitingSynths.removeAll()
    }

    /// Whether a client may be told of one more failure; it is counted in any case.
    private func takeFailure(for address: SocketAddress) -> Bool {
        count { $0.failed += 1 }
        if failureBudget.take(for: address, at: MonotonicClock.now()) { return true }
        count { $0.failedUnanswered += 1 }
        return false
    }

    // MARK: - Obeying

    private func change(
        _ batch: CommandBatch, _ client: Client, _ apply: (AudioEngine) throws(EngineError) -> Void
    ) {
        guard !batch.change.isEmpty else { return }
        do throws(EngineError) {
            try apply(engine)
        } catch {
            let (messages, reason) = (batch.changeMessages, error.description)
            count { $0.failed += messages }
            answerFailure(batch.address, reason, of: messages, client)
        }
    }

    private func run(_ requests: [(address: String, request: ServerRequest)], _ client: Client) {
        for (address, request) in requests {
            switch request {
            case .start where isQuitting:
                count { $0.failed += 1 }
                answerFailure(address, "the program is about to end, as it was asked to", client)
            case .start:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.start() }
            case .stop:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.stop() }
            case .quit:
                isQuitting = true
                onLane(address, client, then: onQuit) { engine throws(EngineError) in _ = try engine.stop() }
            case .status:
                countDrops(client.channel)
                send(StatusReply.message(engine.status, engine.metrics, counts, version: version), to: client)
            case .sync(let id):
                if laneJobs == 0 {
                    answerSync(id, address, client)
                } else {
                    inLane(address, client) { [self] in
                        client.channel.eventLoop.execute { [self] in answerSync(id, address, client) }
                    }
                }
            case .fault(let mode):
                do throws(EngineError) {
                    guard allowsChaos else {
                        throw .backend("this engine is not to be harmed: start it with --allow-chaos for that")
                    }
                    try engine.apply(mode) { [self] reason in
                        send(OSCMessage("/fail", .string(address), .string(reason)), to: client)
                    }
                } catch {
                    count { $0.failed += 1 }
                    answerFailure(address, error.description, client)
                }
            }
        }
    }

    /// Answers once all before it is done.
    private func answerSync(_ id: Int32, _ address: String, _ client: Client) {
        if let synths {
            return synths.sync(id, client: clientNumbers.number(of: client.address, on: client.channel))
        }
        let willBeAnswered = engine.whenTaken { [self] in send(OSCMessage("/synced", .int32(id)), to: client) }
        guard !willBeAnswered else { return }
        count { $0.failed += 1 }
        send(
            OSCMessage("/fail", .string(address), .string("too much waits for a worker already: send less")), to: client
        )
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
                send(OSCMessage("/done", .string(address)), to: client)
            } catch {
                count { $0.failed += 1 }
                send(OSCMessage("/fail", .string(address), .string(error.description)), to: client)
            }
            completed()
        }
    }

    /// Runs `body` off the event loop, behind everything that waits there already; the queue is bounded.
    private func inLane(_ address: String, _ client: Client, _ body: @escaping @Sendable () -> Void) {
        guard laneJobs < Self.laneCapacity else {
            count {
                $0.failed += 1
                $0.refusedByDeviceQueue += 1
            }
            return answerFailure(
                address, "\(laneJobs) commands wait for the device already: send fewer", client)
        }
        laneJobs += 1
        lane.async { [self] in
            body()
            client.channel.eventLoop.execute { [self] in laneJobs -= 1 }
        }
    }
}

/// Who is to be answered.
private struct Client: Sendable {
    let channel: any Channel
    let address: SocketAddress

    /// Sends a message; false if there is no room for it.
    func send(_ message: OSCMessage) -> Bool {
        guard channel.isWritable || !channel.isActive else { return false }
        // A message of ours always encodes; a client that has gone is no error.
        guard let bytes = try? message.encoded() else { return true }
        let envelope = AddressedEnvelope(remoteAddress: address, data: channel.allocator.buffer(bytes: bytes))
        channel.writeAndFlush(envelope, promise: nil)
        return true
    }
}

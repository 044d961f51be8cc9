internal import Dispatch
package import NIOCore
internal import Synchronization
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime
internal import TonewheelSynths

/// Receives packets, executes their messages and sends the replies.
///
/// Everything runs on one event loop, except for requests that wait for the device, which run in order on the engine
/// lane.
package final class OSCServerHandler: ChannelInboundHandler,
    @unchecked Sendable  // the state is confined to the event loop
{
    package typealias InboundIn = AddressedEnvelope<ByteBuffer>
    package typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    /// The maximum number of bundles that wait for their time.
    static let bundleCapacity = 1024

    /// The maximum number of jobs on the engine lane.
    static let laneCapacity = 64

    /// The maximum number of `/fail` replies with a reason to one packet. One more reply has the number of further
    /// failures.
    static let maximumFailReplies = 16

    /// The time for which queries have replies after `/quit`.
    static let quitDelay = TimeAmount.milliseconds(50)

    let engine: AudioEngine
    let allowList: AllowList
    let version: String
    let allowsChaos: Bool
    let onQuit: @Sendable () -> Void

    /// The scheduled end of the program, and whether it has happened. On the event loop.
    var quitting: Scheduled<Void>?
    var hasQuit = false
    let lane = DispatchQueue(label: "tonewheel.engine-lane")

    /// The time by which a bundle is sent to the render thread before it is due, in nanoseconds: the time rendered
    /// ahead, plus 100 ms, which is long enough for any load and short enough for the drift between the two clocks to
    /// be negligible.
    let lead: Int64

    let clientNumbers = ClientNumbers()

    /// The synth server, once a client has used it. On the event loop.
    var synths: SynthServer?
    private let connectedHost = Mutex<SynthHost?>(nil)

    var clockOffset = WallClockOffset()
    var laneJobs = 0
    var isQuitting = false
    private(set) var isFinished = false
    var waitingBundles = 0

    /// The tasks among `waitingBundles` that `/clearSched` cancels, by number.
    var synthTasks: [Int: Scheduled<Void>] = [:]
    var lastSynthTask = 0
    var failureBudget = FailureBudget()

    /// The open TCP connections, by identity.
    var connections: [ObjectIdentifier: any Channel] = [:]

    private let socketDrops = SocketDrops()
    private let sharedCounts = Mutex(ServerCounts())

    init(
        engine: AudioEngine,
        allowList: AllowList,
        version: String,
        allowsChaos: Bool,
        onQuit: @escaping @Sendable () -> Void
    ) {
        self.engine = engine
        self.allowList = allowList
        self.version = version
        self.allowsChaos = allowsChaos
        self.onQuit = onQuit
        let configuration = engine.configuration
        var periodsAhead = configuration.prefillPeriods + 1
        periodsAhead += configuration.isolation.leadPeriods(
            periodFrames: configuration.periodFrames, sampleRate: configuration.sampleRate)
        let framesAhead = configuration.periodFrames * periodsAhead + configuration.blockFrames
        lead = 100_000_000 + Int64(Double(framesAhead) / configuration.sampleRate * 1e9)
    }

    /// Discards the bundles that wait for their time, and waits for the requests to the device to complete.
    /// `[control]`, after the socket has been closed
    func finish(on eventLoop: any EventLoop) async {
        try? await eventLoop.submit { [self] in
            isFinished = true
            endConnections()
        }.get()
        await withCheckedContinuation { finished in lane.async { finished.resume() } }
        let host = connectedHost.withLock { $0 }
        host?.drain()
        host?.server.closeFiles()
        // The synth server references this handler, so the cycle is broken here.
        try? await eventLoop.submit { [self] in
            synths = nil
            // A requested end of the program does not wait any longer.
            endProgram()
        }.get()
    }

    /// Connects to the synths of a host.
    func connect(_ host: SynthHost, _ remote: ReplyRouter.Remote) {
        connectedHost.withLock { $0 = host }
        host.connect(remote)
    }

    /// Disconnects from the host. `[control]`, after the event loop has ended
    func disconnect() {
        let host = connectedHost.withLock { host in
            defer { host = nil }
            return host
        }
        host?.disconnect()
    }

    /// The counters as of the latest read. `[any]`
    var counts: ServerCounts { sharedCounts.withLock { $0 } }

    // MARK: - Receiving

    package func handlerAdded(context: ChannelHandlerContext) {
        socketDrops.resetCount()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let client = ServerClient(channel: context.channel, address: envelope.remoteAddress)
        // A reply to port 0 is impossible, and the attempt would close the socket.
        guard client.address.port != 0, allowList.allows(client.address) else {
            return count {
                $0.packets += 1
                $0.notAllowed += 1
            }
        }
        envelope.data.withUnsafeReadableBytes { receive($0, client) }
    }

    /// Executes the messages of a packet, and replies to failures.
    func receive(_ packet: UnsafeRawBufferPointer, _ client: ServerClient) {
        var reader = PacketReader(
            sampleRate: engine.sampleRate, now: WallClock.now(), reasonsKept: Self.maximumFailReplies)
        var fault: OSCDecodingError?
        do throws(OSCDecodingError) {
            reader.read(try OSCPacketView(validating: packet))
        } catch {
            fault = error
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
        if let fault { replyFailure("", fault.description, client) }
        if reader.failureCount > 0 { replyFailures(reader, client) }
        for batch in reader.batches { execute(batch, client) }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        countDrops(context.channel)
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One datagram could not be received or sent. The socket remains usable.
    }

    // MARK: - Counting and refusing

    func count(_ change: (inout ServerCounts) -> Void) {
        sharedCounts.withLock { change(&$0) }
    }

    func countDrops(_ channel: any Channel) {
        socketDrops.update(from: channel)
        count { $0.droppedBySocket = socketDrops.total }
    }

    private func replyFailures(_ reader: PacketReader, _ client: ServerClient) {
        for failure in reader.failures { replyFailure(failure.address, failure.reason, client) }
        let rest = reader.failureCount - reader.failures.count
        guard rest > 0 else { return }
        replyFailure("", "and \(rest) more messages of the same packet", of: rest, client)
    }

    /// Sends `/fail` for messages whose failure has been counted, if the client's budget allows it.
    ///
    /// - Parameter messages: The number of messages that the reply stands for.
    func replyFailure(
        _ address: String, _ reason: @autoclosure () -> String, of messages: Int = 1, _ client: ServerClient
    ) {
        guard failureBudget.take(for: client.address, at: MonotonicClock.now()) else {
            return count { $0.failedWithoutReply += messages }
        }
        send(OSCMessage("/fail", .string(address), .string(reason())), to: client)
    }

    /// Sends a reply. `[any]`
    func send(_ message: OSCMessage, to client: ServerClient) {
        if !client.send(message) { count { $0.repliesDropped += 1 } }
    }

    // MARK: - Time

    private func execute(_ batch: CommandBatch, _ client: ServerClient) {
        if !batch.synthMessages.isEmpty { performOnSynths(batch, client) }
        guard let wallTime = batch.wallTime else {
            change(batch, client, atFrame: nil)
            for request in batch.requests { request.run(self, client) }
            return
        }
        // The due time is on the monotonic clock, so that a step of the wall clock does not move waiting bundles.
        let due = clockOffset.monotonicTime(of: wallTime)
        if batch.hasChange {
            schedule(at: due &- lead, batch, messages: batch.changeMessages, client) { [self] in
                if let clock = engine.clock {
                    change(batch, client, atFrame: clock.frame(at: due))
                } else {
                    schedule(at: due, batch, messages: batch.changeMessages, client) { [self] in
                        change(batch, client, atFrame: nil)
                    }
                }
            }
        }
        if !batch.requests.isEmpty {
            schedule(at: due, batch, messages: batch.requests.count, client) { [self] in
                for request in batch.requests { request.run(self, client) }
            }
        }
    }

    /// Runs `body` at `time` on the monotonic clock, or immediately if the time has passed. Bodies with the same time
    /// run in order.
    ///
    /// - Parameter messages: The number of messages that fail if the queue is full.
    @discardableResult
    func schedule(
        at time: Int64, _ batch: CommandBatch, messages: Int, _ client: ServerClient,
        _ body: @escaping @Sendable () -> Void
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
            let reason = "\(waitingBundles) bundles are waiting for their time already. Send them later."
            replyFailure(batch.address, reason, of: messages, client)
            return nil
        }
        waitingBundles += 1
        return client.channel.eventLoop.scheduleTask(deadline: .uptimeNanoseconds(UInt64(time))) { [self] in
            waitingBundles -= 1
            // After the end of the server, no waiting bundle may start the engine.
            if !isFinished { body() }
        }
    }
}

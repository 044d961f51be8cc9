internal import Dispatch
package import NIOCore
internal import Synchronization
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime
internal import TonewheelSynths

/// Receives packets, obeys them and answers them.
///
/// Everything here runs on one event loop, but for the engine lane: what waits for the device runs there, in order.
package final class OSCServerHandler: ChannelInboundHandler,
    @unchecked Sendable  // its state belongs to the event loop
{
    package typealias InboundIn = AddressedEnvelope<ByteBuffer>
    package typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    /// Bundles that can wait for their time.
    static let bundleCapacity = 1024

    /// Jobs that can wait for the device.
    static let laneCapacity = 64

    /// Refusals that one packet is answered with; the rest are counted only, so that nobody is flooded with answers.
    static let failuresAnswered = 16

    /// How long questions are answered after `/quit`.
    static let timeAfterQuit = TimeAmount.milliseconds(50)

    let engine: AudioEngine
    let allowList: AllowList
    let version: String
    let allowsChaos: Bool
    let onQuit: @Sendable () -> Void

    /// The end of the program that a client has asked for, and whether it has come. On the event loop.
    var quitting: Scheduled<Void>?
    var hasQuit = false
    let lane = DispatchQueue(label: "tonewheel.engine-lane")

    /// How long before its time a bundle goes to the render thread, in nanoseconds: what is rendered ahead, and 100 ms,
    /// which is long enough for any load, and short enough for the two clocks not to drift apart.
    let lead: Int64

    let clientNumbers = ClientNumbers()

    /// The server of the engine's synths, once a client has asked for it. On the event loop.
    var synths: SynthServer?
    private let connectedHost = Mutex<SynthHost?>(nil)

    var clockOffset = WallClockOffset()
    var laneJobs = 0
    var isQuitting = false
    private(set) var isFinished = false
    var waitingBundles = 0

    /// Those of them that `/clearSched` forgets.
    var waitingSynths: [Int: Scheduled<Void>] = [:]
    var waitingSynthNumber = 0
    var failureBudget = FailureBudget()

    /// Those that there are, by their identity.
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
        if case .worker(let workers) = configuration.isolation { periodsAhead += workers.leadPeriods }
        let framesAhead = configuration.periodFrames * periodsAhead + configuration.blockFrames
        lead = 100_000_000 + Int64(Double(framesAhead) / configuration.sampleRate * 1e9)
    }

    /// Drops what waits for its time, and waits until what the clients have asked of the device is done. `[control]`, after
    /// the socket has been closed
    func finish(on eventLoop: any EventLoop) async {
        try? await eventLoop.submit { [self] in
            isFinished = true
            endConnections()
        }.get()
        await withCheckedContinuation { finished in lane.async { finished.resume() } }
        let host = connectedHost.withLock { $0 }
        host?.drain()
        host?.server.closeFiles()
        // It knows this handler, too.
        try? await eventLoop.submit { [self] in
            synths = nil
            // What a client has asked for is done, and not waited for any longer.
            endProgram()
        }.get()
    }

    /// Serves the synths of a host from now on.
    func connect(_ host: SynthHost, _ remote: ReplyRouter.Remote) {
        connectedHost.withLock { $0 = host }
        host.connect(remote)
    }

    /// Serves nobody any longer. `[control]`, when the event loop has ended
    func disconnect() {
        let host = connectedHost.withLock { host in
            defer { host = nil }
            return host
        }
        host?.disconnect()
    }

    /// As of the latest read. `[any]`
    var counts: ServerCounts { sharedCounts.withLock { $0 } }

    // MARK: - Receiving

    package func handlerAdded(context: ChannelHandlerContext) {
        socketDrops.beginSocket()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let client = ServerClient(channel: context.channel, address: envelope.remoteAddress)
        // Nobody can be answered at port 0, and the attempt would close the socket.
        guard client.address.port != 0, allowList.allows(client.address) else {
            return count {
                $0.packets += 1
                $0.notAllowed += 1
            }
        }
        envelope.data.withUnsafeReadableBytes { receive($0, client) }
    }

    /// Obeys a packet.
    func receive(_ packet: UnsafeRawBufferPointer, _ client: ServerClient) {
        var reader = PacketReader(
            sampleRate: engine.sampleRate, now: WallClock.now(), reasonsKept: Self.failuresAnswered)
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
        if let fault { answerFailure("", fault.description, client) }
        if reader.failureCount > 0 { answerFailures(reader, client) }
        for batch in reader.batches { obey(batch, client) }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        countDrops(context.channel)
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One datagram could not be received or sent; the socket is as good as before.
    }

    // MARK: - Counting and refusing

    func count(_ change: (inout ServerCounts) -> Void) {
        sharedCounts.withLock { change(&$0) }
    }

    func countDrops(_ channel: any Channel) {
        socketDrops.update(from: channel)
        count { $0.droppedBySocket = socketDrops.total }
    }

    private func answerFailures(_ reader: PacketReader, _ client: ServerClient) {
        for failure in reader.failures { answerFailure(failure.address, failure.reason, client) }
        let rest = reader.failureCount - reader.failures.count
        guard rest > 0 else { return }
        answerFailure("", "and \(rest) more messages of the same packet", of: rest, client)
    }

    /// Tells a client that messages of its have failed, which have been counted; unless it has been told of too many.
    func answerFailure(
        _ address: String, _ reason: @autoclosure () -> String, of messages: Int = 1, _ client: ServerClient
    ) {
        guard failureBudget.take(for: client.address, at: MonotonicClock.now()) else {
            return count { $0.failedUnanswered += messages }
        }
        send(OSCMessage("/fail", .string(address), .string(reason())), to: client)
    }

    /// Sends an answer; on any thread.
    func send(_ message: OSCMessage, to client: ServerClient) {
        if !client.send(message) { count { $0.answersDropped += 1 } }
    }

    // MARK: - Time

    private func obey(_ batch: CommandBatch, _ client: ServerClient) {
        if !batch.synthMessages.isEmpty { performOnSynths(batch, client) }
        guard let wallTime = batch.wallTime else {
            change(batch, client, atFrame: nil)
            for request in batch.requests { request.run(self, client) }
            return
        }
        // From here on the monotonic clock counts, so that a step of the wall clock moves nothing that is waiting.
        let due = clockOffset.monotonicTime(of: wallTime)
        if batch.hasChange {
            later(at: due &- lead, batch, messages: batch.changeMessages, client) { [self] in
                if let clock = engine.clock {
                    change(batch, client, atFrame: clock.frame(at: due))
                } else {
                    later(at: due, batch, messages: batch.changeMessages, client) { [self] in
                        change(batch, client, atFrame: nil)
                    }
                }
            }
        }
        if !batch.requests.isEmpty {
            later(at: due, batch, messages: batch.requests.count, client) { [self] in
                for request in batch.requests { request.run(self, client) }
            }
        }
    }

    /// Runs `body` at `time` on the monotonic clock, at once if that has passed; what has the same time, in its order.
    ///
    /// - Parameter messages: how many are refused if too much is waiting already.
    @discardableResult
    func later(
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
}

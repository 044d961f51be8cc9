internal import NIOCore
internal import Synchronization
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime
internal import TonewheelSynths

/// Commands of the SuperCollider protocol go to the server of the synths.
extension OSCServerHandler {
    /// The server of the synths; nil as long as the engine has not been started.
    func synthServer(_ channel: any Channel) -> SynthServer? {
        if let synths { return synths }
        guard let host = engine.synthHost else { return nil }
        let eventLoop = channel.eventLoop
        let replies = ChannelReplies(
            on: eventLoop, clients: clientNumbers, printsFailures: engine.configuration.server.printsFailures,
            takeFailure: { [self] in takeFailure(for: $0) }, onDrop: { [self] in count { $0.answersDropped += 1 } })
        connect(
            host,
            ReplyRouter.Remote(
                replies: replies,
                onClearScheduled: { [self] in
                    if eventLoop.inEventLoop {
                        forgetWaitingSynths()
                    } else {
                        eventLoop.execute { [self] in forgetWaitingSynths() }
                    }
                },
                onQuit: { [self] in quit(on: eventLoop) }))
        let server = host.server
        synths = server
        GraphNewsReader.start(on: eventLoop, host.news) { server.collect() }
        return server
    }

    /// Ends the program in a moment: clients, SuperCollider's language among them, ask on after `/quit` and wait for the answer. On any
    /// thread.
    func quit(on eventLoop: any EventLoop) {
        eventLoop.execute { [self] in
            guard quitting == nil else { return }
            quitting = eventLoop.scheduleTask(in: Self.timeAfterQuit) { [self] in endProgram() }
        }
    }

    /// Calls `onQuit` if a client has asked for it, once. On the event loop.
    func endProgram() {
        guard let quitting, !hasQuit else { return }
        quitting.cancel()
        hasQuit = true
        onQuit()
    }

    func performOnSynths(_ batch: CommandBatch, _ client: ServerClient) {
        guard let synths = synthServer(client.channel) else {
            for message in batch.synthMessages where message.address != "/status" {
                answerFailure(message.address.description, "the engine is not running: send /engine/start", client)
            }
            return
        }
        let number = clientNumbers.number(of: client)
        guard let wallTime = batch.wallTime else { return synths.perform(batch.synthMessages, client: number) }
        let due = clockOffset.monotonicTime(of: wallTime)
        // Commands that start when they are due wait here; the others are prepared before.
        var (prepared, running): ([OSCMessage], [OSCMessage]) = ([], [])
        for message in batch.synthMessages {
            if CommandList.command(at: message.address)?.startsWhenDue == true {
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
    func laterForSynths(
        at time: Int64, _ batch: CommandBatch, messages: Int, _ client: ServerClient,
        _ body: @escaping @Sendable () -> Void
    ) {
        waitingSynthNumber += 1
        let number = waitingSynthNumber
        waitingSynths[number] = later(at: time, batch, messages: messages, client) { [self] in
            waitingSynths[number] = nil
            body()
        }
    }

    func forgetWaitingSynths() {
        for task in waitingSynths.values { task.cancel() }
        waitingBundles -= waitingSynths.count
        waitingSynths.removeAll()
    }

    /// Whether a client may be told of one more failure; it is counted in any case.
    func takeFailure(for address: SocketAddress) -> Bool {
        count { $0.failed += 1 }
        if failureBudget.take(for: address, at: MonotonicClock.now()) { return true }
        count { $0.failedUnanswered += 1 }
        return false
    }
}

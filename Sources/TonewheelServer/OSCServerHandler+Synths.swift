internal import NIOCore
internal import Synchronization
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelRealtime
internal import TonewheelSynths

/// Commands of the SuperCollider protocol, which the synth server executes.
extension OSCServerHandler {
    /// The synth server; nil until the engine has been started.
    func synthServer(_ channel: any Channel) -> SynthServer? {
        if let synths { return synths }
        guard let host = engine.synthHost else { return nil }
        let eventLoop = channel.eventLoop
        let replies = ChannelReplies(
            on: eventLoop, clients: clientNumbers, printsFailures: engine.configuration.server.printsFailures,
            recordFailure: { [self] in recordFailure(for: $0) }, onDrop: { [self] in count { $0.repliesDropped += 1 } })
        connect(
            host,
            ReplyRouter.Remote(
                replies: replies,
                onClearScheduled: { [self] in
                    if eventLoop.inEventLoop {
                        cancelSynthTasks()
                    } else {
                        eventLoop.execute { [self] in cancelSynthTasks() }
                    }
                },
                onQuit: { [self] in quit(on: eventLoop) }))
        let server = host.server
        synths = server
        GraphEventReader.start(on: eventLoop, host.graphSignal) { server.collect() }
        return server
    }

    /// Schedules the end of the program. Clients, sclang among them, still send queries after `/quit` and wait for the
    /// replies. `[any]`
    func quit(on eventLoop: any EventLoop) {
        eventLoop.execute { [self] in
            guard quitting == nil else { return }
            quitting = eventLoop.scheduleTask(in: Self.quitDelay) { [self] in endProgram() }
        }
    }

    /// Calls `onQuit`, once, if a client has requested the end. On the event loop.
    func endProgram() {
        guard let quitting, !hasQuit else { return }
        quitting.cancel()
        hasQuit = true
        onQuit()
    }

    func performOnSynths(_ batch: CommandBatch, _ client: ServerClient) {
        guard let synths = synthServer(client.channel) else {
            for message in batch.synthMessages where message.address != "/status" {
                replyFailure(message.address.description, "The engine is not running. Send /engine/start.", client)
            }
            return
        }
        let number = clientNumbers.number(of: client)
        guard let wallTime = batch.wallTime else { return synths.perform(batch.synthMessages, client: number) }
        let due = clockOffset.monotonicTime(of: wallTime)
        // Commands that start when they are due wait here; the others are prepared `lead` earlier.
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
            scheduleSynths(at: due &- lead, batch, messages: messages.count, client) { [self] in
                synths.perform(messages, client: number, atFrame: engine.clock?.frame(at: due))
            }
        }
        if !running.isEmpty {
            let messages = running
            scheduleSynths(at: due, batch, messages: messages.count, client) {
                synths.perform(messages, client: number)
            }
        }
    }

    /// The same as `schedule`, for messages that `/clearSched` discards.
    func scheduleSynths(
        at time: Int64, _ batch: CommandBatch, messages: Int, _ client: ServerClient,
        _ body: @escaping @Sendable () -> Void
    ) {
        lastSynthTask += 1
        let number = lastSynthTask
        synthTasks[number] = schedule(at: time, batch, messages: messages, client) { [self] in
            synthTasks[number] = nil
            body()
        }
    }

    /// Discards the scheduled commands for synths (`/clearSched`).
    func cancelSynthTasks() {
        for task in synthTasks.values { task.cancel() }
        waitingBundles -= synthTasks.count
        synthTasks.removeAll()
    }

    /// Counts a failure; returns whether the client's budget allows a `/fail` reply.
    func recordFailure(for address: SocketAddress) -> Bool {
        count { $0.failed += 1 }
        if failureBudget.take(for: address, at: MonotonicClock.now()) { return true }
        count { $0.failedWithoutReply += 1 }
        return false
    }
}

internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// What the graph tells, in the protocol's words.
extension SynthServer {
    /// Sends on what has come back from the graph. One thread at a time.
    package func collect() {
        let notified = clients.all
        replies.together {
            graph.collect { news in
                switch news {
                case .applied(let packet):
                    answer(packet)
                case .node(let event):
                    tell(event, notified)
                case .message(let message):
                    if message.isPosted {
                        replies.post(message.text)
                        if message.id < 0 { break }
                    }
                    for client in notified { replies.send(message.message, to: client) }
                case .shadow(.trace(let trace)):
                    replies.post(TraceText.text(trace))
                case .shadow(.leftOut(_, let reason)):
                    // By the name of the command after which it is played again.
                    let failure = OSCMessage("/fail", .string(ReceiveDefinition.name), .string(reason))
                    for client in notified { replies.send(failure, to: client) }
                }
            }
            tellRemovedDefinitions()
        }
    }

    private func tell(_ event: NodeEvent, _ notified: [UInt32]) {
        let message = event.message
        guard event.id >= 0 else {
            // One of the program's own nodes.
            if event.kind == .ended { replies.send(message, to: LocalClient.unattended) }
            return
        }
        for client in notified { replies.send(message, to: client) }
    }

    /// Tells those who are notified which definitions have gone, with the last synth that was built from them. On any thread.
    func tellRemovedDefinitions() {
        let names = graph.takeRemovedDefinitions()
        guard !names.isEmpty else { return }
        let notified = clients.all
        for name in names {
            for client in notified { replies.send(OSCMessage("/d_removed", .string(name)), to: client) }
        }
    }

    /// Answers `/synced` when all is done that was asked for before.
    package func sync(_ id: Int32, client: UInt32) {
        let origin = Origin(client: client, command: Sync.name, isSilent: false)
        do throws(CommandError) {
            try sync(id, origin)
        } catch {
            fail(error, origin)
        }
    }

    func sync(_ id: Int32, _ origin: Origin) throws(CommandError) {
        // If nothing waits, the answer need not wait for a thread.
        try behindLane { [self] in answerSync(id, origin) }
    }

    /// Says that all is done that was asked for before.
    ///
    /// That needs no trip through the callback, unless something is still on its way there: then clients expect to hear what
    /// became of it first.
    private func answerSync(_ id: Int32, _ origin: Origin) {
        if graph.hasPacketsOnTheirWay {
            var batch = CommandBatch(origin)
            batch.ask(.mark(id))
            if graph.send(batch.packet, client: origin.client) { return }
        }
        collect()
        replies.send(OSCMessage("/synced", .int32(id)), to: origin.client)
    }

    // MARK: - Answers to commands

    private func answer(_ packet: CommandPacket) {
        var index = 0
        while index < packet.count {
            // The operations of one message are answered together.
            let tag = packet[index].command
            var end = index + 1
            while end < packet.count, packet[end].command == tag { end += 1 }
            answer(packet, index..<end, CommandBatch.Tag(word: tag))
            index = end
        }
    }

    private func answer(_ packet: CommandPacket, _ operations: Range<Int>, _ tag: CommandBatch.Tag) {
        let command = CommandList.all[Int(tag.command)]
        let origin = Origin(client: packet.client, command: command.name, isSilent: tag.isSilent)
        var hasFailed = false
        for index in operations {
            switch packet[index].outcome {
            case .pending:
                break
            case .failed(.unprepared(let message)):
                hasFailed = true
                let reason = timed.reason(packet.ticket, message: message)
                fail(reason ?? GraphFailure.unprepared(message).reason(graph.shape), origin)
            case .failed(let failure):
                hasFailed = true
                fail(failure.reason(graph.shape), origin)
            case .done:
                if case .settle(_, let question) = packet[index].operation { buffers.settled(question) }
            }
        }
        command.answer(GraphAnswer(packet, operations, origin, hasFailed: hasFailed), self)
    }

    /// Sends an answer, if there is one, all of it or none.
    func reply(_ address: String, _ arguments: [OSCArgument]?, _ origin: Origin) {
        guard let arguments else { return }
        let message = OSCMessage(address: .path(address), arguments: arguments)
        // Few arguments are always short enough: no string of ours is longer than 255 bytes.
        if arguments.count > 200, let size = try? message.encoded().count, size > Self.longestAnswer {
            let reason =
                "the answer of \(size) bytes is longer than a datagram, \(Self.longestAnswer): ask for less at once"
            return fail(reason, origin)
        }
        replies.send(message, to: origin.client)
    }

    /// Bytes of the longest datagram over IPv4 (RFC 768): 65,535 less two headers.
    private static var longestAnswer: Int { 65_507 }
}

internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// Replies and notifications for the events of the graph.
extension SynthServer {
    /// Forwards the events of the graph to clients. Only one thread may call it at a time.
    package func collect() {
        let notified = clients.all
        replies.withBatching {
            graph.collect { graphEvent in
                switch graphEvent {
                case .applied(let packet):
                    sendReplies(to: packet)
                case .node(let event):
                    notify(event, notified)
                case .muted(let node):
                    notify(node, notified)
                case .message(let message):
                    if message.isPosted {
                        replies.post(message.text)
                        if message.id < 0 { break }
                    }
                    for client in notified { replies.send(message.message, to: client) }
                case .shadow(.trace(let trace)):
                    replies.post(TraceText.text(trace))
                case .shadow(.quarantined(_, let reason)):
                    // In the name of the command that would load the definition again.
                    let failure = OSCMessage("/fail", .string(ReceiveDefinition.name), .string(reason))
                    for client in notified { replies.send(failure, to: client) }
                }
            }
            notifyRemovedDefinitions()
        }
    }

    private func notify(_ event: NodeEvent, _ notified: [UInt32]) {
        let message = event.message
        guard event.id >= 0 else {
            // One of the program's own nodes.
            if event.kind == .ended { replies.send(message, to: LocalClient.unattended) }
            return
        }
        for client in notified { replies.send(message, to: client) }
    }

    /// Notifies clients of a muted synth, as a failure of the command that has made it. A synth of the program itself
    /// is printed too.
    private func notify(_ node: MutedNode, _ notified: [UInt32]) {
        let failure = OSCMessage("/fail", .string(NewSynth.name), .string(node.description))
        for client in notified { replies.send(failure, to: client) }
        if node.id <= ReservedIDs.highestProgramID { replies.post("\(node)\n") }
    }

    /// Notifies clients of SynthDefs that have been freed together with their last synth. `[any]`
    func notifyRemovedDefinitions() {
        let names = graph.takeRemovedDefinitions()
        guard !names.isEmpty else { return }
        let notified = clients.all
        for name in names {
            for client in notified { replies.send(OSCMessage("/d_removed", .string(name)), to: client) }
        }
    }

    /// Replies with `/synced` when all earlier commands have completed.
    package func sync(_ id: Int32, client: UInt32) {
        let origin = Origin(client: client, command: Sync.name, isSilent: false)
        do throws(CommandError) {
            try sync(id, origin)
        } catch {
            fail(error, origin)
        }
    }

    func sync(_ id: Int32, _ origin: Origin) throws(CommandError) {
        // With an idle lane, the reply does not wait for the lane's thread.
        try runAfterLane { [self] in replySync(id, origin) }
    }

    /// Sends `/synced`.
    ///
    /// While packets are in flight, the reply follows them through the render callback, since clients expect the
    /// results of these packets first.
    private func replySync(_ id: Int32, _ origin: Origin) {
        if graph.hasPacketsInFlight {
            var batch = CommandBatch(origin)
            batch.addQuery(.mark(id))
            if graph.send(batch.packet, client: origin.client) { return }
        }
        collect()
        replies.send(OSCMessage("/synced", .int32(id)), to: origin.client)
    }

    // MARK: - Replies to commands

    private func sendReplies(to packet: CommandPacket) {
        var index = 0
        while index < packet.count {
            // The operations of one message share a reply.
            let tag = packet[index].command
            var end = index + 1
            while end < packet.count, packet[end].command == tag { end += 1 }
            sendReply(to: packet, index..<end, CommandBatch.Tag(word: tag))
            index = end
        }
    }

    private func sendReply(to packet: CommandPacket, _ operations: Range<Int>, _ tag: CommandBatch.Tag) {
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
                if case .settle(_, let query) = packet[index].operation { buffers.settled(query) }
            }
        }
        command.reply(MessageResult(packet, operations, origin, hasFailed: hasFailed), self)
    }

    /// Sends a reply; none if `arguments` is nil. A reply that exceeds a datagram is replaced by `/fail`.
    func reply(_ address: String, _ arguments: [OSCArgument]?, _ origin: Origin) {
        guard let arguments else { return }
        let message = OSCMessage(address: .path(address), arguments: arguments)
        // A few arguments always fit, since the server's strings have at most 255 bytes.
        if arguments.count > 200, let size = try? message.encoded().count, size > Self.maximumReplySize {
            let reason =
                "The reply of \(size) bytes is longer than a datagram, \(Self.maximumReplySize). "
                + "Request less at a time."
            return fail(reason, origin)
        }
        replies.send(message, to: origin.client)
    }

    /// The maximum payload of a UDP datagram over IPv4, in bytes (RFC 768): 65,535 less two headers.
    private static var maximumReplySize: Int { 65_507 }
}

internal import Synchronization
internal import TonewheelDSP
package import TonewheelGraph
package import TonewheelOSC

/// Plays a graph by the commands of the SuperCollider server protocol. `[control]`
///
/// Synchronous commands of a packet are prepared at once and take effect together; asynchronous ones run on a lane, in their
/// order. A command that cannot be obeyed is answered with `/fail NAME REASON` and changes nothing.
///
/// Reference: SuperCollider help, "Server Command Reference".
package final class SynthServer: Sendable {
    let options: SynthServerOptions
    let graph: GraphControl
    let lane: any CommandLane
    let replies: any SynthReplies

    /// The load that `/status` reports: average and peak, in per cent, and the sample rate that was measured.
    let load: @Sendable () -> (average: Float, peak: Float, sampleRate: Double)

    /// Called once a client has asked the program to end, on any thread.
    let onQuit: @Sendable () -> Void

    /// Called when a client wants what waits for its time to be forgotten, on any thread.
    let onClearScheduled: @Sendable () -> Void

    let clients = ClientTable()
    let buffers: BufferTable
    let files: OpenFiles
    let timed = TimedBundles()
    let names = AskedNames()

    /// Where clients may read and write files.
    private let clientPaths: FilePaths

    /// This program's own commands reach all files.
    private let localPaths = FilePaths(root: "/")

    func paths(_ origin: Origin) -> FilePaths { LocalClient.contains(origin.client) ? localPaths : clientPaths }

    private let dumpMode = Atomic<Int32>(0)

    /// Whether packets report failures to nobody, unless they say otherwise (`/error`).
    private let isSilent = Atomic(false)

    /// Commands that were refused.
    private let failures = Atomic(0)

    package init(
        _ options: SynthServerOptions,
        graph: GraphControl,
        lane: any CommandLane,
        replies: any SynthReplies,
        load: @escaping @Sendable () -> (average: Float, peak: Float, sampleRate: Double),
        onClearScheduled: @escaping @Sendable () -> Void = {},
        onQuit: @escaping @Sendable () -> Void
    ) {
        self.options = options
        self.graph = graph
        self.lane = lane
        self.replies = replies
        self.load = load
        self.onClearScheduled = onClearScheduled
        self.onQuit = onQuit
        clientPaths = FilePaths(root: options.root)
        buffers = BufferTable(
            graph, memoryLimit: options.bufferMemory, patience: options.patience, isImmediate: lane.isImmediate)
        files = OpenFiles(graph, replies, isImmediate: lane.isImmediate)
    }

    // MARK: - Packets

    /// Obeys the messages of a packet, all at the same time.
    ///
    /// - Parameter frame: when; nil for the next block.
    package func perform(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64? = nil) {
        perform(messages, client: client, atFrame: frame, isSilent: isSilent.load(ordering: .relaxed))
    }

    private func perform(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64?, isSilent: Bool) {
        for message in messages { dump(message) }
        var isSilent = isSilent
        for part in Self.parts(messages[...]) { isSilent = performPart(Array(part), client, frame, isSilent) }
    }

    /// Obeys messages of this program, all at the same time, or none of them. What goes wrong in a block is told to the client.
    ///
    /// - Parameter frame: when, exactly; nil for the next block.
    /// - Throws: `CommandError` for the first message that cannot be prepared.
    package func obey(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64? = nil) throws(CommandError) {
        var batch = CommandBatch(client: client, isSilent: false)
        do throws(CommandError) {
            for message in messages {
                guard let number = CommandList.index(of: message.address) else {
                    throw CommandError("\(message.address): no such command")
                }
                batch.beginMessage(number)
                try prepare(CommandList.all[Int(number)], message, &batch)
            }
        } catch {
            batch.packet.discard()
            throw error
        }
        buffers.note(batch.changedBuffers, atFrame: frame)
        guard graph.send(batch.packet, client: client, atFrame: frame, isExact: frame != nil) else {
            throw CommandError(graph.tooManyPackets(atFrame: frame))
        }
    }

    /// The messages of a packet in parts that are prepared and sent one after the other: a command that runs on the lane and takes a
    /// buffer as it is must not overtake those before it that set samples or ask for them.
    private static func parts(_ messages: ArraySlice<OSCMessage>) -> [ArraySlice<OSCMessage>] {
        guard messages.count > 1 else { return [messages] }
        var parts: [ArraySlice<OSCMessage>] = []
        var start = messages.startIndex
        var hasSamples = false
        for index in messages.indices {
            guard let command = CommandList.command(at: messages[index].address) else { continue }
            if command.takesBuffer, hasSamples {
                parts.append(messages[start..<index])
                (start, hasSamples) = (index, false)
            }
            if command.usesSamples { hasSamples = true }
        }
        return parts + [messages[start...]]
    }

    /// - Returns: whether failures are counted only in the next part of the packet.
    private func performPart(
        _ messages: [OSCMessage], _ client: UInt32, _ frame: Int64?, _ isSilent: Bool
    ) -> Bool {
        let names = frame == nil ? [] : TimedBundle.definitionNames(messages)
        let definitions = graph.blueprints(names)
        var batch = CommandBatch(client: client, isSilent: isSilent)
        let failed = prepare(messages, &batch, waits: !names.isEmpty)
        var ticket: UInt64 = 0
        if let frame, !names.isEmpty {
            let bundle = TimedBundle(
                messages: messages, failed: failed, client: client, isSilent: isSilent, frame: frame,
                definitions: definitions)
            ticket = timed.add(bundle, now: graph.counts.frame)
        }
        buffers.note(batch.changedBuffers, atFrame: frame)
        if !graph.send(batch.packet, client: client, atFrame: frame, ticket: ticket) {
            fail(graph.tooManyPackets(atFrame: frame), batch.origin)
        }
        return batch.isSilent
    }

    /// Prepares the messages of a packet, and does what needs no preparation.
    ///
    /// - Parameters:
    ///   - waits: whether it is for later. A synth that cannot be built fails when its time has come: there may be a definition
    ///     until then.
    ///   - earlier: if it is for the second time, the failures of the first: commands that take effect at once have done so, and
    ///     nobody is told twice of a failure.
    /// - Returns: which messages have failed, and why.
    private func prepare(
        _ messages: [OSCMessage], _ batch: inout CommandBatch, waits: Bool, after earlier: [Int: String]? = nil
    ) -> [Int: String] {
        var failed: [Int: String] = [:]
        for (index, message) in messages.enumerated() {
            guard let number = CommandList.index(of: message.address) else {
                let reason = refuse(message, batch, isTold: earlier == nil)
                failed[index] = reason
                continue
            }
            let kind = CommandList.all[Int(number)]
            if let earlier, kind != NewSynth.self, earlier[index] != nil || !(kind is any GraphCommand.Type) {
                failed[index] = earlier[index]
                continue
            }
            let mark = batch.packet.mark
            batch.beginMessage(number)
            do throws(CommandError) {
                try prepare(kind, message, &batch)
            } catch {
                // All of a message, or nothing.
                batch.packet.cut(to: mark)
                failed[index] = error.reason
                if waits, kind == NewSynth.self {
                    batch.add(.fail(Int32(clamping: index)))
                } else {
                    fail(error, batch.origin)
                }
            }
        }
        return failed
    }

    /// Prepares one message, does what takes effect at once, or puts it on the lane.
    private func prepare(
        _ kind: any Command.Type, _ message: OSCMessage, _ batch: inout CommandBatch
    ) throws(CommandError) {
        var arguments = CommandArguments(message.arguments, isLocal: LocalClient.contains(batch.client))
        switch try kind.init(&arguments) {
        case let command as any GraphCommand: try command.prepare(&batch, self)
        case let command as any ImmediateCommand: try command.perform(&batch, self)
        case let command as any LaneCommand: try submit(command, batch.origin)
        default: break
        }
    }

    /// Refuses a message that is no command here.
    private func refuse(_ message: OSCMessage, _ batch: CommandBatch, isTold: Bool) -> String {
        let unimplemented = CommandList.unimplementedName(at: message.address)
        let reason = unimplemented == nil ? "no such command" : "not implemented"
        let name = unimplemented ?? message.address.description
        if isTold { fail(reason, Origin(client: batch.client, command: name, isSilent: batch.isSilent)) }
        return reason
    }

    /// Prepares what waits for its time once more, where definitions have changed that its synths were built from.
    private func prepareAgain() {
        for (ticket, bundle) in timed.waiting(after: graph.counts.frame) {
            let definitions = graph.blueprints(Array(bundle.definitions.keys))
            guard bundle.isOutdated(by: definitions) else { continue }
            var batch = CommandBatch(client: bundle.client, isSilent: bundle.isSilent)
            let failed = prepare(bundle.messages, &batch, waits: true, after: bundle.failed)
            guard
                graph.send(
                    batch.packet, client: bundle.client, atFrame: bundle.frame, ticket: ticket, replaces: true)
            else { continue }
            timed.update(ticket, definitions, failed: failed)
        }
    }

    /// The messages of a packet, whatever the times of its bundles.
    static func messages(in packet: OSCPacket) -> [OSCMessage] {
        switch packet {
        case .message(let message): [message]
        case .bundle(let bundle): bundle.elements.flatMap { messages(in: $0) }
        }
    }

    /// A client has gone: it is told of nothing any more.
    package func forget(_ client: UInt32) {
        _ = clients.remove(client)
    }

    // MARK: - The lane

    /// Runs a job on the lane.
    func onLane(_ job: @escaping @Sendable () -> Void) throws(CommandError) {
        guard lane.run(job) else { throw CommandError("too many commands wait for the disk already: send fewer") }
    }

    /// Runs a job that waits for no disk: at once, or behind the definitions that are being loaded.
    func behindLane(_ job: @escaping @Sendable () -> Void) throws(CommandError) {
        if lane.isIdle { job() } else { try onLane(job) }
    }

    /// Runs a command on the lane; when it is done, says so and obeys the packet that it was to end with.
    private func submit(_ command: any LaneCommand, _ origin: Origin) throws(CommandError) {
        if let buffer = command.buffer { try buffers.check(buffer) }
        try onLane { [self] in
            let subject: [OSCArgument] = command.buffer.map { [.int32($0)] } ?? []
            do throws(CommandError) {
                try command.run(self, origin)
                complete(command.completion, origin)
                done(subject, origin)
            } catch {
                fail(error.reason, origin, more: subject)
            }
        }
    }

    /// Obeys the packet that a command was to end with.
    private func complete(_ packet: [UInt8]?, _ origin: Origin) {
        guard let packet else { return }
        do throws(OSCDecodingError) {
            let messages = Self.messages(in: try OSCPacket(decoding: packet))
            perform(messages, client: origin.client, atFrame: nil, isSilent: origin.isSilent)
        } catch {
            fail(
                "the completion message cannot be read: \(error)",
                Origin(client: origin.client, command: "", isSilent: origin.isSilent))
        }
    }

    // MARK: - Definitions

    /// Reports definitions that could not be loaded: besides `/done` if others could, and instead of it if none could.
    func take(_ loading: DefinitionLoader.Outcome, _ origin: Origin) throws(CommandError) {
        definitionsHaveChanged()
        var refusals = loading.refusals[...]
        let last = loading.isAnythingLoaded ? nil : refusals.popLast()
        for refusal in refusals { fail(refusal, origin) }
        if let last { throw CommandError(last) }
    }

    func definitionsHaveChanged() {
        prepareAgain()
        tellRemovedDefinitions()
    }

    // MARK: - Results

    func fail(_ error: CommandError, _ origin: Origin) {
        fail(error.reason, origin, more: error.buffer.map { [.int32($0)] } ?? [])
    }

    /// Tells a client that a command has failed.
    func fail(_ reason: String, _ origin: Origin, more: [OSCArgument] = []) {
        failures.wrappingAdd(1, ordering: .relaxed)
        guard !origin.isSilent else { return }
        let arguments = [.string(origin.command), .string(reason)] + more
        replies.send(OSCMessage(address: "/fail", arguments: arguments), to: origin.client)
    }

    /// Tells a client that a command is done.
    func done(_ more: [OSCArgument], _ origin: Origin) {
        replies.send(OSCMessage(address: "/done", arguments: [.string(origin.command)] + more), to: origin.client)
    }

    /// Commands that have been refused so far.
    package var failureCount: Int { failures.load(ordering: .relaxed) }

    /// Frames that synths have played into files, and that the files lack. `[any]`
    package var lostFrameCount: Int { files.lostFrameCount }

    /// Waits until the disk has kept up, so that rendering faster than real time loses nothing. `[control]`
    package func waitForDisk() { files.waitForDisk() }

    /// Completes all files, when rendering has ended or is about to. `[control]`
    package func closeFiles() { files.closeAll() }

    // MARK: - Modes

    /// Prints what arrives, if a client has asked for it.
    private func dump(_ message: OSCMessage) {
        let mode = dumpMode.load(ordering: .relaxed)
        guard mode != 0 else { return }
        if mode & 1 != 0 { replies.post("[ \(message) ]\n") }
        if mode & 2 != 0, let bytes = try? message.encoded() { replies.post(HexDump.text(bytes)) }
    }

    func setDumpMode(_ mode: Int32) {
        dumpMode.store(mode, ordering: .relaxed)
    }

    /// Sets whether packets report failures to nobody, unless they say otherwise.
    func setSilent(_ isSilent: Bool) {
        self.isSilent.store(isSilent, ordering: .relaxed)
    }
}

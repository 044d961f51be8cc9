internal import Synchronization
internal import TonewheelDSP
package import TonewheelGraph
package import TonewheelOSC

/// A server for the SuperCollider protocol, which controls a graph. `[control]`
///
/// Synchronous commands of a packet are prepared immediately and take effect together. Asynchronous commands run in
/// order on a lane. A command that cannot be executed changes nothing, and has the reply `/fail NAME REASON`.
///
/// Reference: SuperCollider help, "Server Command Reference".
package final class SynthServer: Sendable {
    let options: SynthServerOptions
    let graph: GraphControl
    let lane: any CommandLane
    let replies: any SynthReplies

    /// Returns the load for `/status`: average and peak in per cent, and the measured sample rate.
    let load: @Sendable () -> (average: Float, peak: Float, sampleRate: Double)

    /// Called after a client has requested the end of the program. `[any]`
    let onQuit: @Sendable () -> Void

    /// Called when a client discards the packets that wait for their time (`/clearSched`). `[any]`
    let onClearScheduled: @Sendable () -> Void

    let clients = ClientTable()
    let buffers: BufferTable
    let files: OpenFiles
    let timed = TimedBundles()
    let names = QueriedNames()

    /// The file access of clients.
    private let clientPaths: FilePaths

    /// The file access of the program itself, which is not restricted.
    private let localPaths = FilePaths(root: "/")

    func paths(_ origin: Origin) -> FilePaths { LocalClient.contains(origin.client) ? localPaths : clientPaths }

    private let dumpMode = Atomic<Int32>(0)

    /// Whether failures are not reported, unless a packet overrides it (`/error`).
    private let isSilent = Atomic(false)

    /// The number of failures.
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
            graph, memoryLimit: options.bufferMemory, graphTimeout: options.graphTimeout, isImmediate: lane.isImmediate)
        files = OpenFiles(graph, replies, isImmediate: lane.isImmediate)
    }

    // MARK: - Packets

    /// Executes the messages of a packet, which take effect together.
    ///
    /// - Parameter frame: The frame at which they take effect; nil for the next block.
    package func perform(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64? = nil) {
        perform(messages, client: client, atFrame: frame, isSilent: isSilent.load(ordering: .relaxed))
    }

    private func perform(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64?, isSilent: Bool) {
        for message in messages { dump(message) }
        var isSilent = isSilent
        for part in Self.parts(messages[...]) { isSilent = performPart(Array(part), client, frame, isSilent) }
    }

    /// Executes messages of the program itself, which take effect together or not at all. Failures in a block are
    /// reported to the client.
    ///
    /// - Parameter frame: The exact frame at which they take effect; nil for the next block.
    /// - Throws: `CommandError` for the first message that cannot be prepared.
    package func execute(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64? = nil) throws(CommandError) {
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
        buffers.record(batch.changedBuffers, atFrame: frame)
        guard graph.send(batch.packet, client: client, atFrame: frame, isExact: frame != nil) else {
            throw CommandError(graph.tooManyPackets(atFrame: frame))
        }
    }

    /// Splits the messages of a packet into parts, which are prepared and sent one after the other. A command on the
    /// lane that uses a buffer must not overtake earlier commands that set or query its samples.
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

    /// - Returns: Whether failures in the next part of the packet are counted but not reported.
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
        buffers.record(batch.changedBuffers, atFrame: frame)
        if !graph.send(batch.packet, client: client, atFrame: frame, ticket: ticket) {
            fail(graph.tooManyPackets(atFrame: frame), batch.origin)
        }
        return batch.isSilent
    }

    /// Prepares the messages of a packet, and executes those that need no preparation.
    ///
    /// - Parameters:
    ///   - waits: Whether the packet is for later. A synth that cannot be built then fails only when it is due, since
    ///     its SynthDef may be loaded until then.
    ///   - earlier: The failures of the first preparation, if the packet is prepared again. Immediate commands are not
    ///     repeated, failures are not reported twice, and synths that were accepted are accepted at any load.
    /// - Returns: The failed messages, by index, with the reasons.
    private func prepare(
        _ messages: [OSCMessage], _ batch: inout CommandBatch, waits: Bool, after earlier: [Int: String]? = nil
    ) -> [Int: String] {
        var failed: [Int: String] = [:]
        for (index, message) in messages.enumerated() {
            guard let number = CommandList.index(of: message.address) else {
                let reason = refuse(message, batch, isReported: earlier == nil)
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
            batch.isAdmitted = earlier != nil && earlier?[index] == nil
            do throws(CommandError) {
                try prepare(kind, message, &batch)
            } catch {
                // A message takes effect completely or not at all.
                batch.packet.rollBack(to: mark)
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

    /// Prepares one message, executes it immediately, or enqueues it on the lane.
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

    /// Refuses an unknown or unimplemented command, and returns the reason.
    private func refuse(_ message: OSCMessage, _ batch: CommandBatch, isReported: Bool) -> String {
        let unimplemented = CommandList.unimplementedName(at: message.address)
        let reason = unimplemented == nil ? "no such command" : "not implemented"
        let name = unimplemented ?? message.address.description
        if isReported { fail(reason, Origin(client: batch.client, command: name, isSilent: batch.isSilent)) }
        return reason
    }

    /// Prepares waiting bundles again if SynthDefs of their synths have changed.
    private func prepareOutdatedBundles() {
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

    /// Returns the messages of a packet, without the times of its bundles.
    static func messages(in packet: OSCPacket) -> [OSCMessage] {
        switch packet {
        case .message(let message): [message]
        case .bundle(let bundle): bundle.elements.flatMap { messages(in: $0) }
        }
    }

    /// Stops notifications to a client that has disconnected.
    package func forget(_ client: UInt32) {
        _ = clients.remove(client)
    }

    // MARK: - The lane

    /// Enqueues a job on the lane.
    func runOnLane(_ job: @escaping @Sendable () -> Void) throws(CommandError) {
        guard lane.run(job) else {
            throw CommandError("Too many commands are already waiting for the disk. Send fewer.")
        }
    }

    /// Runs a job that does not wait for a disk: immediately if the lane is idle, else on the lane, after the SynthDefs
    /// being loaded.
    func runAfterLane(_ job: @escaping @Sendable () -> Void) throws(CommandError) {
        if lane.isIdle { job() } else { try runOnLane(job) }
    }

    /// Runs a command on the lane, then executes its completion message and replies with `/done` or `/fail`.
    private func submit(_ command: any LaneCommand, _ origin: Origin) throws(CommandError) {
        if let buffer = command.buffer { try buffers.check(buffer) }
        try runOnLane { [self] in
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

    /// Executes the completion message of a command.
    private func complete(_ packet: [UInt8]?, _ origin: Origin) {
        guard let packet else { return }
        do throws(OSCDecodingError) {
            let messages = Self.messages(in: try OSCPacket(decoding: packet))
            perform(messages, client: origin.client, atFrame: nil, isSilent: origin.isSilent)
        } catch {
            fail(
                "Cannot read the completion message: \(error)",
                Origin(client: origin.client, command: "", isSilent: origin.isSilent))
        }
    }

    // MARK: - Definitions

    /// Reports SynthDefs that could not be loaded: in addition to `/done` if others were loaded, and instead of it if
    /// none were.
    ///
    /// - Throws: `CommandError` if no SynthDef was loaded.
    func report(_ loading: DefinitionLoader.Outcome, _ origin: Origin) throws(CommandError) {
        definitionsHaveChanged()
        var refusals = loading.refusals[...]
        let last = loading.isAnythingLoaded ? nil : refusals.popLast()
        for refusal in refusals { fail(refusal, origin) }
        if let last { throw CommandError(last) }
    }

    func definitionsHaveChanged() {
        prepareOutdatedBundles()
        notifyRemovedDefinitions()
    }

    // MARK: - Results

    func fail(_ error: CommandError, _ origin: Origin) {
        fail(error.reason, origin, more: error.buffer.map { [.int32($0)] } ?? [])
    }

    /// Sends `/fail` to the client of a command, unless failures are silenced.
    func fail(_ reason: String, _ origin: Origin, more: [OSCArgument] = []) {
        failures.wrappingAdd(1, ordering: .relaxed)
        guard !origin.isSilent else { return }
        let arguments = [.string(origin.command), .string(reason)] + more
        replies.send(OSCMessage(address: "/fail", arguments: arguments), to: origin.client)
    }

    /// Sends `/done` to the client of a command.
    func done(_ more: [OSCArgument], _ origin: Origin) {
        replies.send(OSCMessage(address: "/done", arguments: [.string(origin.command)] + more), to: origin.client)
    }

    /// The number of failures so far.
    package var failureCount: Int { failures.load(ordering: .relaxed) }

    /// The number of frames that synths have written to files but that the disk was too slow to store. `[any]`
    package var lostFrameCount: Int { files.lostFrameCount }

    /// Waits for the disk, so that rendering faster than real time loses no frames. `[control]`
    package func waitForDisk() { files.waitForDisk() }

    /// Completes and closes all files, at the end of rendering. `[control]`
    package func closeFiles() { files.closeAll() }

    // MARK: - Modes

    /// Prints a message if a client has turned that on (`/dumpOSC`).
    private func dump(_ message: OSCMessage) {
        let mode = dumpMode.load(ordering: .relaxed)
        guard mode != 0 else { return }
        if mode & 1 != 0 { replies.post("[ \(message) ]\n") }
        if mode & 2 != 0, let bytes = try? message.encoded() { replies.post(HexDump.text(bytes)) }
    }

    func setDumpMode(_ mode: Int32) {
        dumpMode.store(mode, ordering: .relaxed)
    }

    /// Sets whether failures are not reported, unless a packet overrides it.
    func setSilent(_ isSilent: Bool) {
        self.isSilent.store(isSilent, ordering: .relaxed)
    }
}

internal import Foundation
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
    /// What a server is called and may do.
    package struct Options: Sendable {
        /// Where files are read and written; nothing outside is touched.
        package var root = "/"

        /// Bytes that all buffers together may have: by default half of the machine's memory.
        package var bufferMemory = Int(clamping: ProcessInfo.processInfo.physicalMemory / 2)

        /// Clients that may be notified at the same time.
        package var maximumLogins = 32

        /// Whether what is refused is printed as well, as scsynth does.
        package var printsFailures = false

        /// Seconds without a block after which the lane waits no longer for the graph.
        package var patience = 1.0

        /// What the program is called in `/version.reply`, and its version there: major, minor and patch.
        package var program = "tonewheel"
        package var version: String

        /// Where the program comes from, as `/version.reply` has it: a branch, and a commit or a version.
        package var origin: (branch: String, commit: String)

        package init(version: String) {
            self.version = version
            origin = ("tonewheel", version)
        }
    }

    let options: Options
    let graph: GraphControl
    let lane: any CommandLane
    let replies: any SynthReplies

    /// What `/status` says of the processor: average and peak, in per cent, and the rate that was measured.
    let load: @Sendable () -> (average: Float, peak: Float, sampleRate: Double)

    /// Called once a client has asked the program to end, on any thread.
    let onQuit: @Sendable () -> Void

    let clients = Mutex(ClientTable())

    /// The buffers as the lane knows them: only it allocates and frees.
    let buffers: Mutex<[SampleBuffer?]>

    /// What has been prepared for its time, and waits for it in the graph.
    let timedBundles = Mutex(TimedBundles())

    /// Called when a client wants what waits for its time to be forgotten, on any thread.
    let onClearScheduled: @Sendable () -> Void

    /// What is on its way to the samples of buffers.
    let changes = Mutex(BufferChanges())

    /// The files that buffers have open.
    let files: Mutex<[Int32: OpenFile]> = Mutex([:])

    /// Frames that files lack which are closed.
    let lostFrames = Atomic(0)

    /// The names of controls that clients have asked for.
    let names = Mutex(AskedNames())

    private let dumpMode = Atomic<Int32>(0)

    /// Whether refusals are told to nobody, as a client may wish: `/error`.
    private let isSilent = Atomic(false)

    /// Commands that were refused.
    private let failures = Atomic(0)

    package init(
        _ options: Options,
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
        buffers = Mutex([SampleBuffer?](repeating: nil, count: graph.shape.bufferCount))
    }

    /// Obeys the messages of a packet, all at the same time.
    ///
    /// - Parameter frame: when; nil for the next block.
    package func perform(_ messages: [OSCMessage], client: UInt32, atFrame frame: Int64? = nil) {
        for message in messages { dump(message) }
        let wasSilent = isSilent.load(ordering: .relaxed)
        var hasLocalErrorMode = false
        for part in Self.parts(messages[...]) {
            if performPart(Array(part), client, frame) { hasLocalErrorMode = true }
        }
        if hasLocalErrorMode { isSilent.store(wasSilent, ordering: .relaxed) }
    }

    /// The messages of a packet in parts that are prepared and sent one after the other: a command that runs on the lane and takes a
    /// buffer as it is must not overtake those before it that set samples or ask for them.
    private static func parts(_ messages: ArraySlice<OSCMessage>) -> [ArraySlice<OSCMessage>] {
        var parts: [ArraySlice<OSCMessage>] = []
        var start = messages.startIndex
        var hasSamples = false
        for index in messages.indices {
            guard let command = SynthCommand(messages[index].address) else { continue }
            if command.takesBuffer, hasSamples {
                parts.append(messages[start..<index])
                (start, hasSamples) = (index, false)
            }
            if command.isForSamples { hasSamples = true }
        }
        return parts + [messages[start...]]
    }

    /// - Returns: whether what is told of refusals is to be as before at the end of the packet.
    private func performPart(_ messages: [OSCMessage], _ client: UInt32, _ frame: Int64?) -> Bool {
        let names = frame == nil ? [] : TimedBundle.definitionNames(messages)
        let definitions = graph.blueprints(names)
        let (batch, failed) = prepare(messages, client, waits: !names.isEmpty)
        var ticket: UInt64 = 0
        if let frame, !names.isEmpty {
            let bundle = TimedBundle(
                messages: messages, failed: failed, client: client, frame: frame, definitions: definitions)
            let now = graph.counts.frame
            ticket = timedBundles.withLock { $0.add(bundle, now: now) }
        }
        send(batch, client, atFrame: frame, ticket: ticket)
        return batch.hasLocalErrorMode
    }

    /// Prepares the messages of a packet, and does what needs no preparation.
    ///
    /// - Parameters:
    ///   - waits: whether it is for later. A synth that cannot be built is told of when its time has come: there may be a
    ///     definition until then.
    ///   - earlier: if it is for the second time, what has failed before: what needs no preparation has been done, and nobody is
    ///     told twice of a failure.
    /// - Returns: what is to be sent, and which messages have failed, for which reason.
    private func prepare(
        _ messages: [OSCMessage], _ client: UInt32, waits: Bool, after earlier: [Int: String]? = nil
    ) -> (CommandBatchBuilder, failed: [Int: String]) {
        var batch = CommandBatchBuilder(client: client)
        var failed: [Int: String] = [:]
        for (index, message) in messages.enumerated() {
            let command = SynthCommand(message.address)
            if let earlier, command != .s_new, earlier[index] != nil || command?.isForGraph != true {
                failed[index] = earlier[index]
                continue
            }
            guard let command, command.isImplemented else {
                let reason = command == nil ? "no such command" : "not implemented"
                fail(command?.name ?? message.address.description, reason, client)
                failed[index] = reason
                continue
            }
            let mark = batch.packet.mark
            do throws(CommandError) {
                batch.beginMessage(command)
                var arguments = CommandArguments(message.arguments)
                if command.isAsynchronous {
                    try performAsynchronously(command, &arguments, client)
                } else {
                    try perform(command, &arguments, &batch)
                }
            } catch {
                // All of a message, or nothing.
                batch.packet.cut(to: mark)
                failed[index] = error.reason
                if waits, command == .s_new {
                    batch.add(.fail(Int32(clamping: index)))
                } else {
                    fail(command.name, error, client)
                }
            }
        }
        return (batch, failed)
    }

    /// Prepares what waits for its time once more, where definitions have changed that its synths were built from.
    func prepareAgain() {
        let now = graph.counts.frame
        let waiting = timedBundles.withLock { $0.waiting(after: now) }
        for (ticket, bundle) in waiting {
            let definitions = graph.blueprints(Array(bundle.definitions.keys))
            guard bundle.isOutdated(by: definitions) else { continue }
            let (batch, failed) = prepare(bundle.messages, bundle.client, waits: true, after: bundle.failed)
            guard
                graph.send(
                    batch.packet, client: bundle.client, atFrame: bundle.frame, ticket: ticket, replaces: true)
            else { continue }
            timedBundles.withLock { $0.update(ticket, definitions, failed: failed) }
        }
    }

    /// Obeys the packet that a command was to end with.
    func complete(_ packet: [UInt8]?, _ client: UInt32) {
        guard let packet else { return }
        do throws(OSCDecodingError) {
            perform(Self.messages(in: try OSCPacket(decoding: packet)), client: client)
        } catch {
            fail("", "the completion message cannot be read: \(error)", client)
        }
    }

    /// The messages of a packet, whatever the times of its bundles.
    static func messages(in packet: OSCPacket) -> [OSCMessage] {
        switch packet {
        case .message(let message): [message]
        case .bundle(let bundle): bundle.elements.flatMap { messages(in: $0) }
        }
    }

    private func send(_ batch: CommandBatchBuilder, _ client: UInt32, atFrame frame: Int64?, ticket: UInt64) {
        if !batch.changedBuffers.isEmpty {
            changes.withLock { $0.note(batch.changedBuffers, atFrame: frame) }
        }
        guard !graph.send(batch.packet, client: client, atFrame: frame, ticket: ticket) else { return }
        fail(batch.command.name, "\(graph.shape.packetCapacity) packets are on their way already: send less", client)
    }

    /// A client has gone: it is told of nothing any more.
    package func forget(_ client: UInt32) {
        _ = clients.withLock { $0.remove(client) }
    }

    func fail(_ name: String, _ error: CommandError, _ client: UInt32) {
        fail(name, error.reason, client, more: error.buffer.map { [.int32($0)] } ?? [])
    }

    /// Tells a client that a command has failed.
    func fail(_ name: String, _ reason: String, _ client: UInt32, more: [OSCArgument] = []) {
        failures.wrappingAdd(1, ordering: .relaxed)
        guard !isSilent.load(ordering: .relaxed) else { return }
        replies.send(OSCMessage(address: "/fail", arguments: [.string(name), .string(reason)] + more), to: client)
    }

    /// Tells a client that an asynchronous command is done.
    func done(_ command: SynthCommand, _ more: [OSCArgument] = [], _ client: UInt32) {
        replies.send(OSCMessage(address: "/done", arguments: [.string(command.name)] + more), to: client)
    }

    /// Commands that have been refused so far.
    package var failureCount: Int { failures.load(ordering: .relaxed) }

    // MARK: - Looking on

    /// Prints what arrives, if a client has asked for it.
    private func dump(_ message: OSCMessage) {
        let mode = dumpMode.load(ordering: .relaxed)
        guard mode != 0 else { return }
        if mode & 1 != 0 { replies.post("[ \(message) ]\n") }
        if mode & 2 != 0, let bytes = try? message.encoded() { replies.post(HexDump.text(bytes)) }
    }

    /// Tells of refusals, or not.
    ///
    /// - Parameter mode: 0 not, 1 again; −1 and −2 the same until the end of the packet.
    func setErrorMode(_ mode: Int32) {
        isSilent.store(mode == 0 || mode == -1, ordering: .relaxed)
    }

    func setDumpMode(_ mode: Int32) {
        dumpMode.store(mode, ordering: .relaxed)
    }
}

extension SynthCommand {
    /// The command at this address; nil if there is none.
    package init?(_ address: OSCAddress) {
        switch address {
        case .command(let number):
            guard number < 1000, let command = SynthCommand(rawValue: number) else { return nil }
            self = command
        case .path(let path):
            guard let command = SynthCommand(name: path) else { return nil }
            self = command
        }
    }
}

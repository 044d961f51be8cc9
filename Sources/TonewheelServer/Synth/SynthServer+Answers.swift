internal import Foundation
internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// What the graph tells, in the protocol's words.
extension SynthServer {
    /// Sends on what has come back from the graph. One thread at a time.
    package func collect() {
        let notified = clients.withLock { $0.clients }
        replies.together {
            graph.collect { news in
                switch news {
                case .applied(let packet):
                    answer(packet)
                case .node(let event):
                    let message = Self.message(of: event)
                    for client in notified { replies.send(message, to: client) }
                case .message(let message):
                    if message.isPosted {
                        replies.post(Self.text(of: message))
                        if message.id < 0 { break }
                    }
                    for client in notified { replies.send(Self.message(of: message), to: client) }
                }
            }
            tellRemovedDefinitions()
        }
    }

    /// Tells those who are notified which definitions have gone, with the last synth that was built from them. On any thread.
    func tellRemovedDefinitions() {
        let names = graph.takeRemovedDefinitions()
        guard !names.isEmpty else { return }
        let notified = clients.withLock { $0.clients }
        for name in names {
            for client in notified { replies.send(OSCMessage("/d_removed", .string(name)), to: client) }
        }
    }

    // MARK: - Answers to commands

    private func answer(_ packet: CommandPacket) {
        var index = 0
        while index < packet.count {
            // The operations of one message are answered together.
            let tag = packet[index].command
            var end = index + 1
            while end < packet.count, packet[end].command == tag { end += 1 }
            answer(packet, index..<end, CommandBatchBuilder.command(of: tag))
            index = end
        }
    }

    private func answer(_ packet: CommandPacket, _ operations: Range<Int>, _ command: SynthCommand) {
        var arguments: [OSCArgument] = []
        var hasAnswer = false
        var hasFailed = false
        for index in operations {
            switch packet[index].outcome {
            case .pending:
                break
            case .failed(.unprepared(let message)):
                hasFailed = true
                let reason = timedBundles.withLock { $0.reason(packet.ticket, message: message) }
                fail(command.name, reason ?? GraphFailure.unprepared(message).reason(graph.shape), packet.client)
            case .failed(let failure):
                hasFailed = true
                fail(command.name, failure.reason(graph.shape), packet.client)
            case .done(let count):
                guard count > 0 else { continue }
                hasAnswer = true
                append(packet, packet[index].operation, count, command, &arguments)
            }
        }
        // All of an answer, or none of it.
        guard hasAnswer, !hasFailed, let address = command.answerAddress else { return }
        let message = OSCMessage(address: .path(address), arguments: arguments)
        // Few arguments are always short enough: no string of ours is longer than 255 bytes.
        if arguments.count > 200, let size = try? message.encoded().count, size > Self.longestAnswer {
            let reason =
                "the answer of \(size) bytes is longer than a datagram, \(Self.longestAnswer): ask for less at once"
            return fail(command.name, reason, packet.client)
        }
        replies.send(message, to: packet.client)
    }

    /// Bytes of the longest datagram over IPv4 (RFC 768): 65,535 less two headers.
    private static let longestAnswer = 65_507

    private func append(
        _ packet: CommandPacket, _ operation: GraphOperation, _ count: Int32, _ command: SynthCommand,
        _ arguments: inout [OSCArgument]
    ) {
        switch operation {
        case .mark(let id):
            replies.send(OSCMessage("/synced", .int32(id)), to: packet.client)
        case .settle(_, let question):
            settled(question)
        case .query(_, let range):
            let message = Self.message(of: NodeEvent(info: packet.words(range, count: count)))
            // All who are notified hear it, and whoever has asked.
            for client in Set(clients.withLock { $0.clients } + [packet.client]) { replies.send(message, to: client) }
        case .getControlBuses(let bus, let range):
            let values = packet.words(range, count: count).map { OSCArgument.float32($0.float) }
            arguments += command == .c_get ? [.int32(bus)] + values : [.int32(bus), .int32(count)] + values
        case .getSamples(let buffer, let start, let range):
            if arguments.isEmpty { arguments.append(.int32(buffer)) }
            let values = packet.words(range, count: count).map { OSCArgument.float32($0.float) }
            arguments += command == .b_get ? [.int32(start)] + values : [.int32(start), .int32(count)] + values
        case .getControls(let node, let key, let range):
            if arguments.isEmpty { arguments.append(.int32(node)) }
            let values = packet.words(range, count: count).map { OSCArgument.float32($0.float) }
            let name: OSCArgument =
                switch key {
                case .index(let index): .int32(index)
                case .name(let hash): .string(names.withLock { $0[hash] } ?? "")
                }
            arguments += command == .s_get ? [name] + values : [name, .int32(count)] + values
        case .getBuffer(let buffer, let range):
            let words = packet.words(range, count: count)
            arguments += [.int32(buffer), .int32(words[0].int), .int32(words[1].int), .float32(words[2].float)]
        case .getTree(let group, let withControls, let range):
            let tree = NodeTreeReader(packet.words(range, count: count), withControls: withControls)
            if command == .g_queryTree {
                arguments += [.int32(withControls ? 1 : 0)] + tree.arguments()
            } else {
                replies.post(tree.text(group: group))
            }
        case .trace(_, let range):
            replies.post(TraceText.text(packet.words(range, count: count)))
        default:
            break
        }
    }

    // MARK: - Notifications

    static func message(of event: NodeEvent) -> OSCMessage {
        let address: OSCAddress =
            switch event.kind {
            case .started: "/n_go"
            case .ended: "/n_end"
            case .paused: "/n_off"
            case .resumed: "/n_on"
            case .moved: "/n_move"
            case .info: "/n_info"
            }
        var arguments: [OSCArgument] = [
            .int32(event.id), .int32(event.parent), .int32(event.previous), .int32(event.next),
            .int32(event.isGroup ? 1 : 0),
        ]
        if event.isGroup { arguments += [.int32(event.head), .int32(event.tail)] }
        return OSCMessage(address: address, arguments: arguments)
    }

    private static func label(of message: UnitMessage) -> String {
        String(decoding: (0..<Int(message.addressCount)).map { message.address[$0] }, as: UTF8.self)
    }

    /// What people read, as scsynth's users know it.
    static func text(of message: UnitMessage) -> String {
        "\(label(of: message)): \(String(format: "%g", Double(message.values[0])))\n"
    }

    static func message(of message: UnitMessage) -> OSCMessage {
        let path = message.isPosted ? "" : label(of: message)
        let values = (0..<Int(message.valueCount)).map { OSCArgument.float32(message.values[$0]) }
        return OSCMessage(
            address: .path(path.isEmpty ? "/tr" : path),
            arguments: [.int32(message.nodeID), .int32(message.id)] + values)
    }
}

extension SynthCommand {
    /// Where the answer to a question goes.
    fileprivate var answerAddress: String? {
        switch self {
        case .c_get: "/c_set"
        case .c_getn: "/c_setn"
        case .b_get: "/b_set"
        case .b_getn: "/b_setn"
        case .b_query: "/b_info"
        case .s_get: "/n_set"
        case .s_getn: "/n_setn"
        case .g_queryTree: "/g_queryTree.reply"
        default: nil
        }
    }
}

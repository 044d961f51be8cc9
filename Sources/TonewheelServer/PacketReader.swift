package import Tonewheel
package import TonewheelOSC
internal import TonewheelSynths

/// Commands that take effect together: those of a message or of a bundle.
package struct CommandBatch {
    /// The time of the bundle, in nanoseconds of the wall clock since 1970; nil for immediately.
    package var wallTime: Int64?

    /// The address of the first message, which a `/fail` for the whole batch names.
    package var address = ""

    /// The requests, in the order of the packet. They run after the change.
    package var requests: [any EngineRequest] = []

    /// The commands of the SuperCollider protocol, in the order of the packet.
    package var synthMessages: [OSCMessage] = []

    /// The parameter changes, merged into one.
    package var change = ParameterChange()

    /// The changes to controls of synths.
    package var turns: [ControlTurn] = []

    /// The number of messages that `change` and `turns` consist of.
    package var changeMessages = 0

    package var hasChange: Bool { !change.isEmpty || !turns.isEmpty }

    package var isEmpty: Bool { requests.isEmpty && !hasChange && synthMessages.isEmpty }
}

/// Parses a packet into batches of commands. An invalid message is refused alone.
///
/// A valid message to one of the addresses allocates nothing but its batch, since 100,000 messages may arrive per
/// second.
package struct PacketReader {
    /// The sample rate in hertz, which limits frequencies.
    let sampleRate: Double

    /// The wall-clock time of arrival, in nanoseconds since 1970. It determines the era of time tags.
    let now: Int64

    /// The maximum number of refusals with a reason; further ones are only counted.
    let reasonsKept: Int

    package private(set) var batches: [CommandBatch] = []

    /// The first refusals, up to `reasonsKept`.
    package private(set) var failures: [(address: String, reason: String)] = []

    /// The number of messages, without replies of servers.
    package private(set) var messageCount = 0

    /// The number of refused messages.
    package private(set) var failureCount = 0

    package init(sampleRate: Double, now: Int64, reasonsKept: Int = .max) {
        self.sampleRate = sampleRate
        self.now = now
        self.reasonsKept = reasonsKept
    }

    package mutating func read(_ packet: OSCPacketView) {
        var batch = CommandBatch()
        read(packet, into: &batch)
        if !batch.isEmpty { batches.append(batch) }
    }

    private mutating func read(_ packet: OSCPacketView, into batch: inout CommandBatch) {
        switch packet {
        case .message(let message):
            read(message, into: &batch)
        case .bundle(let bundle):
            let time = wallTime(of: bundle.timeTag, in: batch)
            if time == batch.wallTime {
                for element in bundle.elements { read(element, into: &batch) }
            } else {
                var inner = CommandBatch(wallTime: time)
                for element in bundle.elements { read(element, into: &inner) }
                if !inner.isEmpty { batches.append(inner) }
            }
        }
    }

    /// Returns the time of a bundle. An inner bundle takes effect no earlier than the enclosing one (OSC 1.0
    /// specification).
    private func wallTime(of timeTag: OSCTimeTag, in outer: CommandBatch) -> Int64? {
        guard !timeTag.isImmediate else { return outer.wallTime }
        return max(timeTag.nanosecondsSince1970(near: now), outer.wallTime ?? Int64.min)
    }

    private mutating func read(_ message: OSCMessageView, into batch: inout CommandBatch) {
        guard !Self.isReply(message.address) else { return }
        messageCount += 1
        let method = EngineMethods.method(of: message)
        if method == nil, message.commandNumber != nil || CommandList.isKnown(message) {
            batch.synthMessages.append(OSCMessage(message))
            return
        }
        do throws(CommandError) {
            let isFirst = batch.isEmpty
            let requestCount = batch.requests.count
            if let method {
                try method.init(message, sampleRate: sampleRate).add(to: &batch)
            } else if let control = try ControlAddress(message.address) {
                batch.turns.append(try control.turn(message.arguments))
            } else {
                // All methods that a pattern matches, or none.
                var whole = batch
                for method in try methods(matching: message) {
                    try method.init(message, sampleRate: sampleRate).add(to: &whole)
                }
                batch = whole
            }
            if isFirst { batch.address = Self.text(of: message) }
            if batch.requests.count == requestCount { batch.changeMessages += 1 }
        } catch {
            refuse(message, error)
        }
    }

    private mutating func refuse(_ message: OSCMessageView, _ error: CommandError) {
        failureCount += 1
        if failures.count < reasonsKept { failures.append((Self.text(of: message), error.reason)) }
    }

    /// The address of a message for a reply, truncated to the maximum length of an address.
    private static func text(of message: OSCMessageView) -> String {
        if let number = message.commandNumber { return "\(number)" }
        let bytes = message.address.bytes.prefix(OSCAddressPattern.maximumAddressLength)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether the address is that of a server's reply. Replies are ignored, since two servers could reply to each
    /// other for ever.
    private static func isReply(_ address: OSCStringView) -> Bool {
        address == "/fail" || address == "/done" || address == "/synced" || address == "/engine/status.reply"
    }

    private func methods(matching message: OSCMessageView) throws(CommandError) -> [any EngineMethod.Type] {
        let address = message.address
        guard message.commandNumber == nil, OSCAddressPattern.isPattern(address.bytes) else {
            throw CommandError(Self.noSuchAddress)
        }
        guard address.bytes.count <= Self.longestPattern else {
            throw CommandError("a pattern of \(address.bytes.count) bytes is longer than \(Self.longestPattern)")
        }
        let pattern: OSCAddressPattern
        do throws(OSCAddressPatternError) {
            pattern = try OSCAddressPattern(address.bytes)
        } catch {
            throw CommandError(error.description)
        }
        let matching = EngineMethods.methods(matching: pattern)
        guard !matching.isEmpty else { throw CommandError(Self.matchesNone) }
        return matching
    }

    /// The maximum length of a pattern, in bytes: matching takes time in proportion to the length, and the addresses
    /// are short.
    private static let longestPattern = 1024

    private static let listOfAddresses = EngineMethods.all.map { "\($0.address)" }.joined(separator: " ")
    private static let noSuchAddress = "no such address; the addresses are \(listOfAddresses) /mod/NODE/CONTROL"
    private static let matchesNone = "matches no address; the addresses are \(listOfAddresses)"
}

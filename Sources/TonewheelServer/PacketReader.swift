package import Tonewheel
package import TonewheelOSC
internal import TonewheelSynths

/// Commands that take effect together: a message's, or those of one bundle.
package struct CommandBatch {
    /// When, in nanoseconds of the wall clock since 1970; nil for now.
    package var wallTime: Int64?

    /// The address of the first message, to which a refusal of the whole is answered.
    package var address = ""

    /// What is asked for besides changes, in the order in which it was sent; it comes after the change.
    package var requests: [any EngineRequest] = []

    /// Commands of the SuperCollider protocol, in the order in which they were sent.
    package var synthMessages: [OSCMessage] = []

    /// The parameter changes, as one.
    package var change = ParameterChange()

    /// Controls of synths that are turned.
    package var turns: [ControlTurn] = []

    /// Messages that the change and the turns are made of.
    package var changeMessages = 0

    package var hasChange: Bool { !change.isEmpty || !turns.isEmpty }

    package var isEmpty: Bool { requests.isEmpty && !hasChange && synthMessages.isEmpty }
}

/// Reads a packet into batches of commands, and refuses what it cannot understand message by message.
///
/// A message at one of the addresses, with the right arguments, costs no allocation but that of its batch: there may be
/// 100,000 in a second.
package struct PacketReader {
    /// What frequencies are checked against, in hertz.
    let sampleRate: Double

    /// The wall clock when the packet came, in nanoseconds since 1970: time tags of its era are meant.
    let now: Int64

    /// Refusals that a reason is kept for; the rest are counted only.
    let reasonsKept: Int

    package private(set) var batches: [CommandBatch] = []

    /// The first of the refusals.
    package private(set) var failures: [(address: String, reason: String)] = []

    /// Messages that ask for something.
    package private(set) var messageCount = 0

    /// Those of them that were refused.
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

    /// An inner bundle takes effect no earlier than the one around it (OSC 1.0 specification).
    private func wallTime(of timeTag: OSCTimeTag, in outer: CommandBatch) -> Int64? {
        guard !timeTag.isImmediate else { return outer.wallTime }
        return max(timeTag.nanosecondsSince1970(near: now), outer.wallTime ?? Int64.min)
    }

    private mutating func read(_ message: OSCMessageView, into batch: inout CommandBatch) {
        guard !Self.isAnswer(message.address) else { return }
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
                // All of what a pattern matches, or nothing.
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

    /// A message's address, to be given back: as much of it as may be an address.
    private static func text(of message: OSCMessageView) -> String {
        if let number = message.commandNumber { return "\(number)" }
        let bytes = message.address.bytes.prefix(OSCAddressPattern.maximumAddressLength)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// What a server says is no question: two servers that answered each other would never end.
    private static func isAnswer(_ address: OSCStringView) -> Bool {
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

    /// Patterns take time in proportion to their length, and the addresses are short.
    private static let longestPattern = 1024

    private static let listOfAddresses = EngineMethods.all.map { "\($0.address)" }.joined(separator: " ")
    private static let noSuchAddress = "no such address; there are \(listOfAddresses) /mod/NODE/CONTROL"
    private static let matchesNone = "matches no address; there are \(listOfAddresses)"
}

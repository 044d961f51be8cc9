package import Tonewheel
package import TonewheelOSC

/// Commands that take effect together: a message's, or those of one bundle.
package struct CommandBatch {
    /// When, in nanoseconds of the wall clock since 1970; nil for now.
    package var wallTime: Int64?

    /// The address of the first message, to which a refusal of the whole is answered.
    package var address = ""

    /// What is asked for besides changes, in the order in which it was sent; it comes after the change.
    package var requests: [(address: String, request: ServerRequest)] = []

    /// The parameter changes, as one.
    package var change = ParameterChange()

    package var isEmpty: Bool { requests.isEmpty && change.isEmpty }
}

/// Reads a packet into batches of commands, and refuses what it cannot understand message by message.
package struct PacketReader {
    /// What frequencies are checked against, in hertz.
    let sampleRate: Double

    /// The wall clock when the packet came, in nanoseconds since 1970: time tags of its era are meant.
    let now: Int64

    package private(set) var batches: [CommandBatch] = []
    package private(set) var failures: [(address: String, reason: String)] = []

    package init(sampleRate: Double, now: Int64) {
        self.sampleRate = sampleRate
        self.now = now
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
        do throws(CommandError) {
            if let method = Self.methods.first(where: { message.address == $0.address }) {
                try add(method, message, to: &batch)
            } else {
                // All of what a pattern matches, or nothing.
                var whole = batch
                for method in try methods(matching: message) { try add(method, message, to: &whole) }
                batch = whole
            }
        } catch {
            failures.append((Self.address(of: message), error.reason))
        }
    }

    private func add(
        _ method: ServerMethod, _ message: OSCMessageView, to batch: inout CommandBatch
    ) throws(CommandError) {
        let command = try ServerCommand(method, message.arguments, sampleRate: sampleRate)
        if batch.isEmpty { batch.address = Self.address(of: message) }
        switch command {
        case .change(let change): batch.change = batch.change.merging(change)
        case .request(let request): batch.requests.append(("\(method.address)", request))
        }
    }

    /// As it is said in a refusal.
    private static func address(of message: OSCMessageView) -> String {
        let address = OSCAddress(message).description
        let longest = OSCAddressPattern.maximumAddressLength
        // The bytes are soon counted, the characters are not.
        return address.utf8.count <= longest ? address : String(address.prefix(longest))
    }

    /// What a server says is no question: two servers that answered each other would never end.
    private static func isAnswer(_ address: OSCStringView) -> Bool {
        address == "/fail" || address == "/done" || address == "/synced" || address == "/engine/status.reply"
    }

    private func methods(matching message: OSCMessageView) throws(CommandError) -> [ServerMethod] {
        let address = message.address
        guard message.commandNumber == nil, OSCAddressPattern.isPattern(address.bytes) else {
            throw CommandError("no such address; there are \(Self.listOfAddresses)")
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
        let matching = Self.methods.filter { method in
            pattern.matches(
                UnsafeRawBufferPointer(start: method.address.utf8Start, count: method.address.utf8CodeUnitCount))
        }
        guard !matching.isEmpty else { throw CommandError("matches no address; there are \(Self.listOfAddresses)") }
        return matching
    }

    /// Patterns take time in proportion to their length, and the addresses are short.
    private static let longestPattern = 1024

    private static let methods = ServerMethod.allCases

    private static let listOfAddresses = methods.map { "\($0.address)" }.joined(separator: " ")
}

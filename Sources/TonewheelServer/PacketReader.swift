internal import Tonewheel
internal import TonewheelOSC

/// Commands that take effect together: a message's, or those of one bundle.
struct CommandBatch {
    /// When, in nanoseconds of the wall clock since 1970; nil for now.
    var wallTime: Int64?

    /// In the order in which they were sent; the changes among them are one, and stand where the first of them stood.
    var commands: [(address: String, command: ServerCommand)] = []

    /// The parameter changes, as one.
    var change = ParameterChange()

    var isEmpty: Bool { commands.isEmpty && change.isEmpty }
}

/// Reads a packet into batches of commands, and refuses what it cannot understand message by message.
struct PacketReader {
    /// What frequencies are checked against, in hertz.
    let sampleRate: Double

    /// The wall clock when the packet came, in nanoseconds since 1970: time tags of its era are meant.
    let now: Int64

    private(set) var batches: [CommandBatch] = []
    private(set) var failures: [(address: String, reason: String)] = []

    init(sampleRate: Double, now: Int64) {
        self.sampleRate = sampleRate
        self.now = now
    }

    mutating func read(_ packet: OSCPacketView) {
        var batch = CommandBatch()
        read(packet, into: &batch)
        if !batch.isEmpty { batches.append(batch) }
    }

    private mutating func read(_ packet: OSCPacketView, into batch: inout CommandBatch) {
        switch packet {
        case .message(let message):
            read(message, into: &batch)
        case .bundle(let bundle):
            var inner = CommandBatch(wallTime: wallTime(of: bundle.timeTag, in: batch))
            for element in bundle.elements { read(element, into: &inner) }
            if !inner.isEmpty { batches.append(inner) }
        }
    }

    /// An inner bundle takes effect no earlier than the one around it (OSC 1.0 specification).
    private func wallTime(of timeTag: OSCTimeTag, in outer: CommandBatch) -> Int64? {
        guard !timeTag.isImmediate else { return outer.wallTime }
        return max(timeTag.nanosecondsSince1970(near: now), outer.wallTime ?? Int64.min)
    }

    private mutating func read(_ message: OSCMessageView, into batch: inout CommandBatch) {
        let address = OSCAddress(message).description
        do throws(CommandError) {
            for method in try methods(matching: message) {
                let command = try ServerCommand(method, message.arguments, sampleRate: sampleRate)
                if case .change(let change) = command {
                    batch.change = batch.change.merging(change)
                } else {
                    batch.commands.append(("\(method.address)", command))
                }
            }
        } catch {
            failures.append((address, error.reason))
        }
    }

    private func methods(matching message: OSCMessageView) throws(CommandError) -> [ServerMethod] {
        let address = message.address
        if let method = ServerMethod.allCases.first(where: { address == $0.address }) { return [method] }
        guard message.commandNumber == nil, OSCAddressPattern.isPattern(address.bytes) else {
            throw CommandError("no such address; there are \(Self.listOfAddresses)")
        }
        let pattern: OSCAddressPattern
        do throws(OSCAddressPatternError) {
            pattern = try OSCAddressPattern(address.bytes)
        } catch {
            throw CommandError(error.description)
        }
        let matching = ServerMethod.allCases.filter { method in
            pattern.matches(
                UnsafeRawBufferPointer(start: method.address.utf8Start, count: method.address.utf8CodeUnitCount))
        }
        guard !matching.isEmpty else { throw CommandError("matches no address; there are \(Self.listOfAddresses)") }
        return matching
    }

    private static var listOfAddresses: String {
        ServerMethod.allCases.map { "\($0.address)" }.joined(separator: " ")
    }
}

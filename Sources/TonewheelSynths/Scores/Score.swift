package import TonewheelOSC

/// A score for offline rendering: bundles of commands with their times.
///
/// Reference: SuperCollider help, "Non-Realtime Synthesis (NRT)": each bundle is preceded by its size, 32 bits, and its
/// time tag is in seconds from the beginning.
package struct Score: Sendable {
    /// Commands that take effect together.
    package struct Event: Sendable {
        /// The time in seconds from the beginning.
        package var time: Double
        package var messages: [OSCMessage]
    }

    /// The events in the order of the file.
    package let events: [Event]

    /// Creates a score from events.
    package init(events: [Event]) {
        self.events = events
    }

    /// Decodes a score file.
    ///
    /// - Throws: `ScoreError` with the position of the first error.
    package init(decoding bytes: [UInt8]) throws(ScoreError) {
        var events: [Event] = []
        var position = 0
        while position < bytes.count {
            guard bytes.count - position >= 4 else {
                throw ScoreError("ends at byte \(position), inside the size of a bundle.")
            }
            let size = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            position += 4
            guard size > 0, size % 4 == 0, size <= bytes.count - position else {
                throw ScoreError(
                    "has a bundle of \(size) bytes at byte \(position), but \(bytes.count - position) are left.")
            }
            let packet: OSCPacket
            do throws(OSCDecodingError) {
                packet = try OSCPacket(decoding: bytes[position..<position + size])
            } catch {
                throw ScoreError("has an invalid bundle at byte \(position): \(error)")
            }
            guard case .bundle(let bundle) = packet else {
                throw ScoreError("has a message outside a bundle at byte \(position), which has no time.")
            }
            let tag = bundle.timeTag
            let time = tag.isImmediate ? 0 : Double(tag.rawValue) * 0x1p-32
            // The command 0, which sclang writes, ends a score, as does `/nrt_end` of other programs.
            let messages = SynthServer.messages(in: packet).filter { $0.address != .command(0) }
            events.append(Event(time: time, messages: messages))
            position += size
        }
        self.events = events
    }
}

/// The error of a score that cannot be decoded.
package struct ScoreError: Error, Sendable, CustomStringConvertible {
    /// The error, as the end of a text that begins with "The score".
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

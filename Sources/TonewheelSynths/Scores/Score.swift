package import TonewheelOSC

/// What is to be played offline, and when: bundles of commands, each at its time.
///
/// Reference: SuperCollider help, "Non-Realtime Synthesis (NRT)": each bundle is preceded by its size, 32 bits, and its time
/// tag counts seconds from the beginning.
package struct Score: Sendable {
    /// Commands that take effect together.
    package struct Event: Sendable {
        /// Seconds from the beginning.
        package var time: Double
        package var messages: [OSCMessage]
    }

    /// In the order of the file.
    package let events: [Event]

    /// Made here, and not read.
    package init(events: [Event]) {
        self.events = events
    }

    /// Reads a score.
    ///
    /// - Throws: `ScoreError` with the place of the first fault.
    package init(decoding bytes: [UInt8]) throws(ScoreError) {
        var events: [Event] = []
        var position = 0
        while position < bytes.count {
            guard bytes.count - position >= 4 else {
                throw ScoreError("ends at byte \(position), inside the size of a bundle")
            }
            let size = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            position += 4
            guard size > 0, size % 4 == 0, size <= bytes.count - position else {
                throw ScoreError(
                    "has a bundle of \(size) bytes at byte \(position), but \(bytes.count - position) are left")
            }
            let packet: OSCPacket
            do throws(OSCDecodingError) {
                packet = try OSCPacket(decoding: bytes[position..<position + size])
            } catch {
                throw ScoreError("has at byte \(position) what is no bundle: \(error)")
            }
            guard case .bundle(let bundle) = packet else {
                throw ScoreError("has a message at byte \(position) that is in no bundle, and so has no time")
            }
            let tag = bundle.timeTag
            let time = tag.isImmediate ? 0 : Double(tag.rawValue) * 0x1p-32
            // The command 0 ends a score, as `/nrt_end` does: SuperCollider's language writes the one, others write the other.
            let messages = SynthServer.messages(in: packet).filter { $0.address != .command(0) }
            events.append(Event(time: time, messages: messages))
            position += size
        }
        self.events = events
    }
}

/// Why a score cannot be read or rendered.
package struct ScoreError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

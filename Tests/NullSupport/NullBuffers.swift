package import TonewheelOSC

/// The initial buffers of scores.
package enum NullBuffers {
    /// Returns messages that allocate and fill the buffers: buffer 0 with one channel, buffer 1 with two, and buffers
    /// with one channel that units record to.
    package static func messages(recorded: Range<Int>) -> [OSCMessage] {
        let frames = 333
        var samples: [OSCArgument] = []
        for index in 0..<2 * frames {
            let place: Int = (index * 7919) % 1999
            samples.append(.float32(Float(place - 1000) * Float(0.001)))
        }
        func fill(_ buffer: Int32, _ samples: some Collection<OSCArgument>) -> OSCMessage {
            OSCMessage(
                address: "/b_setn", arguments: [.int32(buffer), 0, .int32(Int32(samples.count))] + Array(samples))
        }
        var messages = [OSCMessage("/b_alloc", 1, 333, 2), fill(1, samples)]
        for buffer in [0] + recorded.map(Int32.init) {
            messages += [OSCMessage("/b_alloc", .int32(buffer), 333, 1), fill(buffer, samples.prefix(frames))]
        }
        return messages
    }
}

import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer

/// Replies that are joined for sending arrive as separate datagrams.
@Suite struct DatagramSegmentsTests {
    /// Replies of rising and falling lengths, more of one length than the maximum number of segments, and one that
    /// exceeds the maximum segment size.
    @Test func eachReplyIsOneDatagramInOrder() async throws {
        try await withServedEngine { played in
            let lengths = [1, 1, 2, 1, 3, 3, 3, 200, 1] + Array(repeating: 4, count: 70) + [5, 4, 4, 300, 300, 1]
            var messages: [OSCMessage] = []
            var expected: [OSCMessage] = []
            for (index, length) in lengths.enumerated() {
                let bus = OSCArgument.int32(Int32(index))
                let count = OSCArgument.int32(Int32(length))
                let value = OSCArgument.float32(Float(index))
                messages += [OSCMessage("/c_fill", bus, count, value), OSCMessage("/c_getn", bus, count)]
                expected.append(
                    OSCMessage(
                        address: "/c_setn", arguments: [bus, count] + Array(repeating: value, count: length)))
            }
            messages.append(OSCMessage("/sync", 1))
            let bundle = OSCBundle(elements: messages.map(OSCPacket.message))
            var replies = try await played.exchange(.bundle(bundle), until: "/synced")
            #expect(replies.popLast() == OSCMessage("/synced", 1))
            #expect(replies == expected)
        }
    }
}

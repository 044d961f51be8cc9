import TestSupport
import Testing
import TonewheelRealtime
import TonewheelWorkers

@Suite struct MessageTests {
    private func message(_ number: Int, length: Int) -> WorkerMessage {
        WorkerMessage(
            kind: UInt32(number % 7), id: UInt64(number) << 33,
            bytes: (0..<length).map { UInt8(truncatingIfNeeded: $0 ^ number) })
    }

    @Test func messagesOfAnyLengthArriveCompleteAndInOrder() {
        let ring = RingBuffer<UInt8>(capacity: 1000)
        var sender = MessageSender(ring)
        var receiver = MessageReceiver(ring)
        var random = RepeatableRandom(seed: 9)
        var waiting: [WorkerMessage] = []
        var received = 0
        for number in 0..<20_000 {
            let next = message(number, length: .random(in: 0...300, using: &random))
            if sender.send(next) { waiting.append(next) }
            guard number % 3 != 0 else { continue }
            let got = receiver.receive()
            #expect(got == waiting.first)
            if !waiting.isEmpty {
                waiting.removeFirst()
                received += 1
            }
        }
        while let got = receiver.receive() {
            #expect(got == waiting.removeFirst())
            received += 1
        }
        #expect(waiting.isEmpty)
        #expect(received > 10_000)
        let isBroken = receiver.isBroken
        #expect(!isBroken)
    }

    @Test func fullRingRefusesMessagesAndKeepsTheirOrder() {
        // Capacity for three messages of 10 bytes and their headers, but not for another header.
        let ring = RingBuffer<UInt8>(capacity: 3 * 26 + 15)
        var sender = MessageSender(ring)
        var receiver = MessageReceiver(ring)
        var (sent, received) = (0, 0)
        for _ in 0..<100 {
            while sender.send(message(sent, length: 10)) { sent += 1 }
            #expect(sent - received == 3)
            let isRefused = !sender.send(message(sent, length: 0))
            #expect(isRefused, "no part of it may be sent")
            let got = receiver.receive()
            #expect(got == message(received, length: 10))
            received += 1
        }
        #expect(received == 100)
    }

    @Test func longestMessageIsSentAndLongerOnesAreRefused() throws {
        let shared = try SharedWorker()
        var sender = MessageSender(try shared.front.messages())
        var receiver = MessageReceiver(try shared.worker.messages())
        let longest = message(5, length: WorkerMessage.maximumBytes)
        for _ in 0..<5 {
            let isSent = sender.send(longest)
            #expect(isSent)
            let isRefused = !sender.send(longest)
            #expect(isRefused, "two do not fit with their headers")
            let got = receiver.receive()
            #expect(got == longest)
        }
        let isRefused = !sender.send(message(5, length: WorkerMessage.maximumBytes + 1))
        #expect(isRefused)
        #expect(try shared.front.messages().count == 0)
    }

    /// Bytes that are not a valid message.
    private static let invalidMessages: [[UInt8]] = [
        [1],  // a part of a header
        [UInt8](repeating: 0, count: 15),
        [UInt8](repeating: 0xFF, count: 16),  // a length of 4 GB
        [1, 0, 0, 0, 1, 0, 8, 0] + [UInt8](repeating: 0, count: 8),  // one byte more than the maximum
        [1, 0, 0, 0, 9, 0, 0, 0] + [UInt8](repeating: 0, count: 8 + 8),  // a byte less than its length
    ]

    @Test(arguments: invalidMessages) func receiverStopsAtInvalidMessage(bytes: [UInt8]) {
        let ring = RingBuffer<UInt8>(capacity: 1 << 20)
        var producer = ring.producer()
        var receiver = MessageReceiver(ring)
        let first = receiver.receive()
        #expect(first == nil)
        let wasBroken = receiver.isBroken
        #expect(!wasBroken, "an empty ring is valid")
        #expect(producer.write(bytes, count: bytes.count) == bytes.count)
        let got = receiver.receive()
        #expect(got == nil)
        let isBroken = receiver.isBroken
        #expect(isBroken)
        // Not even a valid message is received.
        #expect(producer.write([UInt8](repeating: 0, count: 16), count: 16) == 16)
        let more = receiver.receive()
        #expect(more == nil)
    }

    @Test func receiverNeverTrapsOnRandomMemory() throws {
        var random = RepeatableRandom(seed: 21)
        var (messages, broken) = (0, 0)
        let shared = try SharedWorker()
        let layout = try #require(WorkerLayout(shared.front.shape))
        let ring = UnsafeMutableRawBufferPointer(rebasing: shared.bytes[layout.replies])
        for _ in 0..<300 {
            shared.front.reset()
            var receiver = MessageReceiver(try shared.front.replies())
            for _ in 0..<50 {
                // Positions, and contents with small headers, so that some messages are valid.
                for offset in [128, 256] where Bool.random(using: &random) {
                    let position =
                        Bool.random(using: &random) ? Int.random(in: -5...(5 << 19), using: &random) : random.nextInt()
                    ring.storeBytes(of: position, toByteOffset: offset, as: Int.self)
                }
                for _ in 0..<64 {
                    let place = 384 + Int.random(in: 0..<1000, using: &random) * 8
                    ring.storeBytes(of: random.next() & 0x0000_00FF_0000_00FF, toByteOffset: place, as: UInt64.self)
                }
                if receiver.receive() != nil { messages += 1 }
                if receiver.isBroken {
                    broken += 1
                    break
                }
            }
        }
        #expect(messages > 0)
        #expect(broken > 0)
    }
}

extension RepeatableRandom {
    fileprivate mutating func nextInt() -> Int { Int(truncatingIfNeeded: next()) }
}

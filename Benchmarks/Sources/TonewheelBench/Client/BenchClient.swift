internal import Foundation
internal import TonewheelOSC
internal import TonewheelRealtime

/// What a benchmark has another process do: this program, run again as `tonewheel-bench client`.
package struct BenchClient: Sendable {
    package enum Role: String, CaseIterable, Sendable {
        /// Sends `/mod/sine/amp`; says when.
        case amplitudes

        /// Sends `/sync` and waits for the answer; says how long that took.
        case roundTrips

        /// The same; says how long it took until the answer was sent.
        case oneWays

        /// Sends `/sync` as fast as it can; says which were answered, in the order of the answers.
        case burst

        /// Wakes whoever sleeps on a word in shared memory.
        case wakes

        /// Lets blocks of sound into a ring in shared memory, and wakes its reader.
        case blocks

        /// Answers wake-ups in shared memory, as ours and as C has them; as a render thread does.
        case answers
        case referenceAnswers

        /// Renders `count` voices from `first` on as a worker.
        case voices

        /// Keeps a processor busy until its standard input ends.
        case spin
    }

    /// Which messages go to the server, and what they are known by.
    enum Message {
        /// The amplitude of message `number`, 0.1 … 0.9: one of 4,096 levels, and far from that of the message before.
        static func amplitude(_ number: Int) -> Float { 0.1 + 0.8 / 4096 * Float(number * 1597 % 4096) }

        /// Which of the messages in `range` an amplitude belongs to.
        static func number(ofAmplitude amplitude: Float, in range: Range<Int>) -> Int? {
            // Half the distance of two levels.
            range.first { abs(Self.amplitude($0) - amplitude) < 0.4 / 4096 }
        }
    }

    package var role: Role

    /// The UDP port of this host to send to.
    package var port = 0

    /// How often.
    package var count = 0

    /// Rests between two times, in microseconds.
    package var pause: ClosedRange<Int64> = 0...0

    /// Where the shared memory is.
    package var memory = ""

    /// The first of the voices.
    package var first = 0

    package init(_ role: Role) {
        self.role = role
    }

    /// The arguments that make another process do it.
    var arguments: [String] {
        [
            "client", role.rawValue, "--port", "\(port)", "--count", "\(count)",
            "--least", "\(pause.lowerBound)", "--most", "\(pause.upperBound)", "--memory", memory,
            "--first", "\(first)",
        ]
    }

    /// Does it. `[control]`
    ///
    /// - Returns: nanoseconds, by the role: moments on the monotonic clock, or lengths.
    package func run() throws(BenchError) -> [Int64] {
        switch role {
        case .amplitudes:
            try sendAmplitudes()
        case .roundTrips:
            try exchange(MonotonicClock.now) { _ in MonotonicClock.now() }
        case .oneWays:
            // The system stamps a datagram on this host when it is sent, by the clock on the wall.
            try exchange(WallClock.now) { $0.latestStamp() ?? WallClock.now() }
        case .burst:
            try burst()
        case .wakes:
            try wake()
        case .blocks:
            try pushBlocks()
        case .answers:
            try PingBench.answer(count, SharedPage(at: memory))
        case .referenceAnswers:
            try PingBench.answerAsReference(count, SharedPage(at: memory))
        case .voices:
            try render()
        case .spin:
            spin()
        }
    }

    private func sendAmplitudes() throws(BenchError) -> [Int64] {
        let socket = try UDPEnd.sender(to: port)
        let pause = Pause(pause)
        var moments: [Int64] = []
        moments.reserveCapacity(count)
        for number in 0..<count {
            let bytes = encoded(OSCMessage("/mod/sine/amp", .float32(Message.amplitude(number))))
            pause.take()
            moments.append(MonotonicClock.now())
            try socket.send(bytes)
        }
        return moments
    }

    /// - Parameters:
    ///   - now: the time before a question is sent.
    ///   - end: the time to count to, once the answer has been received.
    private func exchange(_ now: () -> Int64, until end: (UDPEnd) -> Int64) throws(BenchError) -> [Int64] {
        let socket = try UDPEnd.sender(to: port)
        // From here on datagrams are stamped.
        _ = socket.latestStamp()
        let pause = Pause(pause)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
        defer { buffer.deallocate() }
        var lengths: [Int64] = []
        lengths.reserveCapacity(count)
        for number in 0..<count {
            let bytes = encoded(sync(number))
            pause.take()
            let start = now()
            try socket.send(bytes)
            guard socket.receive(into: buffer) else { throw BenchError("message \(number) was not answered") }
            lengths.append(end(socket) - start)
        }
        return lengths
    }

    private func burst() throws(BenchError) -> [Int64] {
        let socket = try UDPEnd.sender(to: port)
        socket.makeRoom(bytes: 64 << 20)
        let count = count
        let receiving = try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            var numbers: [Int64] = []
            numbers.reserveCapacity(count)
            // An answer is `/synced`, a type tag and the number.
            while numbers.count < count, socket.receiveCount(into: buffer) == 16 {
                numbers.append(Int64(buffer.load(fromByteOffset: 12, as: UInt32.self).bigEndian))
            }
            return numbers
        }
        let sending = Result { () throws(BenchError) in
            for number in 0..<count { try socket.send(encoded(sync(number))) }
        }
        let numbers = receiving.result()
        try sending.get()
        return numbers
    }

    private func sync(_ number: Int) -> OSCMessage { OSCMessage("/sync", .int32(Int32(truncatingIfNeeded: number))) }

    /// A message of ours always encodes.
    private func encoded(_ message: OSCMessage) -> [UInt8] {
        (try? message.encoded()) ?? []
    }

    private func wake() throws(BenchError) -> [Int64] {
        let page = try SharedPage(at: memory)
        let pause = Pause(pause)
        for _ in 0..<count {
            pause.take()
            try page.waitUntilIdle()
            page.stamp = MonotonicClock.now()
            page.signal()
        }
        return []
    }

    private func pushBlocks() throws(BenchError) -> [Int64] {
        let page = try SharedPage(at: memory)
        let pause = Pause(pause)
        let ring: RingBuffer<Float>
        do {
            ring = try RingBuffer(attachingTo: page.ringMemory)
        } catch {
            throw BenchError("\(error)")
        }
        var producer = ring.producer()
        let block = SoundBlock()
        for number in 0..<count {
            block.number = number
            pause.take()
            try page.waitUntilIdle()
            page.stamp = MonotonicClock.now()
            guard producer.write(block.samples, count: SoundBlock.length) == SoundBlock.length else {
                throw BenchError("the ring is full, though its reader has taken everything")
            }
            page.signal()
        }
        return []
    }

    private func render() throws(BenchError) -> [Int64] {
        try VoiceWorker.run(first..<first + count)
        return []
    }

    private func spin() -> [Int64] {
        // The standard input ends with the process that holds its other end, however that ends.
        let watch = Thread {
            while FileHandle.standardInput.availableData.count > 0 {}
            exit(0)
        }
        watch.start()
        while true {}
    }
}

extension SharedPage {
    /// Waits for whoever has been woken last, so that no stamp is written over.
    fileprivate func waitUntilIdle() throws(BenchError) {
        let deadline = MonotonicClock.now() + 2_000_000_000
        while !isIdle {
            guard MonotonicClock.now() < deadline else { throw BenchError("whoever is to be woken does not take it") }
            MonotonicClock.sleep(until: MonotonicClock.now() + 100_000)
        }
    }
}

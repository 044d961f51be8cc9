internal import Foundation
internal import TonewheelOSC
internal import TonewheelRealtime

/// The part of a benchmark that another process performs: this program, run as `tonewheel-bench client`.
package struct BenchClient: Sendable {
    package enum Role: String, CaseIterable, Sendable {
        /// Sends `/mod/sine/amp`, and prints the times.
        case amplitudes

        /// Sends `/sync` and waits for the reply, and prints the durations.
        case roundTrips

        /// Sends `/sync` and waits for the reply, and prints the durations until the reply was sent.
        case oneWays

        /// Sends `/sync` as fast as possible, and prints the ids of the replies in their order.
        case burst

        /// Wakes a sleeper on a word in shared memory.
        case wakes

        /// Writes blocks of sound to a ring in shared memory, and wakes its reader.
        case blocks

        /// Replies to wake-ups in shared memory, with our wake-up or with C's, on a thread like a render thread.
        case replies
        case referenceReplies

        /// Renders `count` voices from `first` on as a worker.
        case voices

        /// Keeps a processor busy until its standard input ends.
        case spin
    }

    /// The messages to the server. Their amplitudes identify them.
    enum Message {
        /// Returns the amplitude of message `number`, 0.1 … 0.9: one of 4,096 levels, far from the previous one.
        static func amplitude(_ number: Int) -> Float { 0.1 + 0.8 / 4096 * Float(number * 1597 % 4096) }

        /// Returns the number of the message in `range` with this amplitude.
        static func number(ofAmplitude amplitude: Float, in range: Range<Int>) -> Int? {
            // Half the distance between two levels.
            range.first { abs(Self.amplitude($0) - amplitude) < 0.4 / 4096 }
        }
    }

    package var role: Role

    /// The UDP port of the server on the loopback interface.
    package var port = 0

    /// The number of repetitions.
    package var count = 0

    /// The pause between two repetitions, in microseconds.
    package var pause: ClosedRange<Int64> = 0...0

    /// The path of the shared memory.
    package var memory = ""

    /// The number of the first voice.
    package var first = 0

    package init(_ role: Role) {
        self.role = role
    }

    /// The command-line arguments for the other process.
    var arguments: [String] {
        [
            "client", role.rawValue, "--port", "\(port)", "--count", "\(count)",
            "--least", "\(pause.lowerBound)", "--most", "\(pause.upperBound)", "--memory", memory,
            "--first", "\(first)",
        ]
    }

    /// Performs the role. `[control]`
    ///
    /// - Returns: Nanoseconds, depending on the role: times on the monotonic clock, or durations.
    package func run() throws(BenchError) -> [Int64] {
        switch role {
        case .amplitudes:
            try sendAmplitudes()
        case .roundTrips:
            try exchange(MonotonicClock.now) { _ in MonotonicClock.now() }
        case .oneWays:
            // The system stamps a datagram on the loopback interface when it is sent, with the wall clock.
            try exchange(WallClock.now) { $0.latestStamp() ?? WallClock.now() }
        case .burst:
            try burst()
        case .wakes:
            try wake()
        case .blocks:
            try pushBlocks()
        case .replies:
            try PingBench.reply(count, SharedPage(at: memory))
        case .referenceReplies:
            try PingBench.replyAsReference(count, SharedPage(at: memory))
        case .voices:
            try render()
        case .spin:
            spin()
        }
    }

    private func sendAmplitudes() throws(BenchError) -> [Int64] {
        let socket = try BenchSocket.sender(to: port)
        let pause = Pause(pause)
        var moments: [Int64] = []
        moments.reserveCapacity(count)
        for number in 0..<count {
            let bytes = encoded(OSCMessage("/mod/sine/amp", .float32(Message.amplitude(number))))
            pause.sleep()
            moments.append(MonotonicClock.now())
            try socket.send(bytes)
        }
        return moments
    }

    /// Measures requests and replies.
    ///
    /// - Parameters:
    ///   - now: Returns the time before a request is sent.
    ///   - end: Returns the end of the measured time after the reply has been received.
    private func exchange(_ now: () -> Int64, until end: (BenchSocket) -> Int64) throws(BenchError) -> [Int64] {
        let socket = try BenchSocket.sender(to: port)
        // Datagrams are stamped after the first call.
        _ = socket.latestStamp()
        let pause = Pause(pause)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
        defer { buffer.deallocate() }
        var lengths: [Int64] = []
        lengths.reserveCapacity(count)
        for number in 0..<count {
            let bytes = encoded(sync(number))
            pause.sleep()
            let start = now()
            try socket.send(bytes)
            guard socket.receive(into: buffer) else { throw BenchError("Message \(number) has no reply.") }
            lengths.append(end(socket) - start)
        }
        return lengths
    }

    private func burst() throws(BenchError) -> [Int64] {
        let socket = try BenchSocket.sender(to: port)
        socket.setReceiveBuffer(bytes: 64 << 20)
        let count = count
        let receiving = try BenchThread {
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 16)
            defer { buffer.deallocate() }
            var numbers: [Int64] = []
            numbers.reserveCapacity(count)
            // A reply is `/synced`, a type tag and the number.
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

    /// Encodes a message, which cannot fail for the messages above.
    private func encoded(_ message: OSCMessage) -> [UInt8] {
        (try? message.encoded()) ?? []
    }

    private func wake() throws(BenchError) -> [Int64] {
        let page = try SharedPage(at: memory)
        let pause = Pause(pause)
        for _ in 0..<count {
            pause.sleep()
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
            throw BenchError("\(error)".sentence)
        }
        var producer = ring.producer()
        let block = SoundBlock()
        for number in 0..<count {
            block.number = number
            pause.sleep()
            try page.waitUntilIdle()
            page.stamp = MonotonicClock.now()
            guard producer.write(block.samples, count: SoundBlock.length) == SoundBlock.length else {
                throw BenchError("The ring is full although its reader has acknowledged all blocks.")
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
        // The standard input ends when the parent process ends for any reason.
        let watch = Thread {
            while FileHandle.standardInput.availableData.count > 0 {}
            exit(0)
        }
        watch.start()
        while true {}
    }
}

extension SharedPage {
    /// Waits until the latest signal has been acknowledged, so that its stamp is not overwritten.
    fileprivate func waitUntilIdle() throws(BenchError) {
        let deadline = MonotonicClock.now() + 2_000_000_000
        while !isIdle {
            guard MonotonicClock.now() < deadline else { throw BenchError("The sleeper does not acknowledge.") }
            MonotonicClock.sleep(until: MonotonicClock.now() + 100_000)
        }
    }
}

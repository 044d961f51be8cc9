internal import Synchronization
internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSoundFiles

/// Commands that take and free the memory of buffers, and read and write sound files. They run on the lane.
extension SynthServer {
    func performOnBufferMemory(
        _ command: SynthCommand, _ arguments: inout CommandArguments, _ client: UInt32
    ) throws(CommandError) {
        let buffer = try arguments.int("the buffer")
        guard buffer >= 0, Int(buffer) < graph.shape.bufferCount else {
            throw CommandError("there is no buffer \(buffer); there are \(graph.shape.bufferCount) (-b)")
        }
        let job: @Sendable () throws(CommandError) -> Void
        do throws(CommandError) {
            job = try bufferJob(command, buffer, &arguments, client)
        } catch {
            var error = error
            error.buffer = buffer
            throw error
        }
        let completion = arguments.completion()
        try onLane(command, client, answer: [.int32(buffer)], completion: completion, job)
    }

    private func bufferJob(
        _ command: SynthCommand, _ buffer: Int32, _ arguments: inout CommandArguments, _ client: UInt32
    ) throws(CommandError) -> @Sendable () throws(CommandError) -> Void {
        switch command {
        case .b_alloc:
            let frameCount = try arguments.int("the number of frames")
            guard frameCount > 0 else { throw CommandError("a buffer has 1 frame or more, not \(frameCount)") }
            var channelCount: Int32 = 1
            if !arguments.isEmpty, !isBlob(arguments.peek) {
                channelCount = try arguments.int("the number of channels")
                guard channelCount > 0 else {
                    throw CommandError("a buffer has 1 channel or more, not \(channelCount)")
                }
            }
            return { [self, channelCount] () throws(CommandError) in
                try closeFile(buffer, client)
                try allocate(buffer, frameCount: Int(frameCount), channelCount: Int(channelCount), client)
            }
        case .b_allocRead, .b_allocReadChannel:
            let part = try filePart(&arguments, hasChannels: command == .b_allocReadChannel, hasBufferStart: false)
            return { [self] () throws(CommandError) in
                try closeFile(buffer, client)
                try allocate(buffer, from: part, client)
            }
        case .b_read, .b_readChannel:
            let part = try filePart(&arguments, hasChannels: command == .b_readChannel, hasBufferStart: true)
            return { [self] () throws(CommandError) in try read(part, into: buffer, client) }
        case .b_write:
            let path = try arguments.string("the file's path")
            let header = try arguments.string("the header format", default: "aiff")
            let sample = try arguments.string("the sample format", default: "int16")
            let count = isBlob(arguments.peek) ? -1 : try arguments.int("the number of frames", default: -1)
            let start = isBlob(arguments.peek) ? 0 : try arguments.int("the first frame", default: 0)
            let leaveOpen = isBlob(arguments.peek) ? 0 : try arguments.int("whether to leave the file open", default: 0)
            let kind: SoundFileKind
            do throws(SoundFileError) {
                kind = try SoundFileKind(header: header, sample: sample)
            } catch {
                throw CommandError(error.description)
            }
            return { [self] () throws(CommandError) in
                try write(
                    buffer, to: path, kind, start: Int(start), count: Int(count), leavesOpen: leaveOpen != 0, client)
            }
        case .b_gen:
            let name = try arguments.string("the generator's name")
            let generator = try BufferGenerator(name: name, &arguments)
            return { [self] () throws(CommandError) in try generate(generator, into: buffer, client) }
        case .b_free:
            return { [self] () throws(CommandError) in
                try closeFile(buffer, client)
                try allocate(buffer, frameCount: 0, channelCount: 0, sampleRate: 0, client)
            }
        case .b_zero:
            return { [self] () throws(CommandError) in
                let old = try present(buffer)
                let memory = try memory(
                    of: buffer, frameCount: old.frameCount, channelCount: old.channelCount, sampleRate: old.sampleRate)
                try swap(buffer, memory, keepsRate: true, client)
            }
        default:
            return { [self] () throws(CommandError) in try closeFile(buffer, client) }
        }
    }

    private func isBlob(_ argument: OSCArgument?) -> Bool {
        if case .blob? = argument { true } else { false }
    }

    // MARK: - Memory

    private func allocate(
        _ buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double? = nil, _ client: UInt32
    ) throws(CommandError) {
        let rate = sampleRate ?? graph.shape.sampleRate
        try swap(
            buffer,
            try memory(of: buffer, frameCount: frameCount, channelCount: channelCount, sampleRate: rate), client)
    }

    /// Takes memory for a buffer, in place of what it has.
    ///
    /// - Throws: `CommandError` if that is more than a buffer, or all of them, may have.
    func memory(
        of buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double
    ) throws(CommandError) -> UnsafeMutablePointer<BufferMemory> {
        let others = buffers.withLock { buffers in
            buffers.indices.reduce(0) { $0 + ($1 == Int(buffer) ? 0 : buffers[$1]?.sampleCount ?? 0) }
        }
        let (wanted, overflow) = frameCount.multipliedReportingOverflow(by: channelCount)
        let room = options.bufferMemory / MemoryLayout<Float>.stride - others
        if !overflow, wanted > room, wanted <= BufferMemory.maximumSampleCount {
            throw CommandError(
                "\(wanted) samples are more than the \(max(0, room)) that the buffers may have besides: free some (/b_free)"
            )
        }
        guard
            let memory = BufferMemory.make(
                frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate)
        else {
            throw CommandError(
                "\(frameCount) frames of \(channelCount) channels are more than the \(BufferMemory.maximumSampleCount) samples that a buffer may have"
            )
        }
        return memory
    }

    /// Puts new memory in the place of a buffer's.
    ///
    /// - Parameter keepsRate: whether the sample rate stays, which `/b_setSampleRate` may have changed.
    func swap(
        _ buffer: Int32, _ memory: UnsafeMutablePointer<BufferMemory>, keepsRate: Bool = false, _ client: UInt32
    ) throws(CommandError) {
        let contents = memory.pointee.buffer
        var batch = CommandBatchBuilder(client: client)
        batch.beginMessage(.b_alloc)
        batch.add(keepsRate ? .swapSamples(buffer, memory) : .swapBuffer(buffer, memory))
        guard graph.send(batch.packet, client: client) else {
            throw CommandError(tooManyPackets)
        }
        buffers.withLock { $0[Int(buffer)] = contents.frameCount > 0 ? contents : nil }
    }

    func present(_ buffer: Int32) throws(CommandError) -> SampleBuffer {
        guard let contents = buffers.withLock({ $0[Int(buffer)] }) else {
            throw CommandError("the buffer \(buffer) has not been allocated: /b_alloc makes one")
        }
        return contents
    }

    // MARK: - Files

    /// What of a file goes where.
    private struct FilePart: Sendable {
        let path: String
        let start: Int
        /// Below 0 for all there are.
        let frameCount: Int
        let bufferStart: Int
        /// The channels that are taken; all if there are none.
        let channels: [Int]
        /// Whether `DiskIn` goes on to play the file.
        let leavesOpen: Bool
    }

    private func filePart(
        _ arguments: inout CommandArguments, hasChannels: Bool, hasBufferStart: Bool
    ) throws(CommandError) -> FilePart {
        let path = try arguments.string("the file's path")
        var numbers: [Int32] = []
        // What follows is optional: a blob ends it.
        while !arguments.isEmpty, !isBlob(arguments.peek) { numbers.append(try arguments.int("a number")) }
        func number(_ index: Int, _ standard: Int) -> Int { index < numbers.count ? Int(numbers[index]) : standard }
        let start = number(0, 0)
        guard start >= 0 else { throw CommandError("the file's first frame is 0, not \(start)") }
        // A count of 0 stands for all when a buffer is made from a file.
        var count = number(1, -1)
        if !hasBufferStart, count == 0 { count = -1 }
        let bufferStart = hasBufferStart ? number(2, 0) : 0
        guard bufferStart >= 0 else { throw CommandError("the buffer's first frame is 0, not \(bufferStart)") }
        let others = hasBufferStart ? 4 : 2
        let channels = hasChannels ? numbers.dropFirst(others).map { Int($0) } : []
        return FilePart(
            path: path, start: start, frameCount: count, bufferStart: bufferStart, channels: channels,
            leavesOpen: hasBufferStart && number(3, 0) != 0)
    }

    private func open(_ part: FilePart) throws(CommandError) -> SoundFileReader {
        let path = try FilePaths(root: options.root).existing(part.path)
        do throws(SoundFileError) {
            let file = try SoundFileReader(path: path)
            for channel in part.channels where channel < 0 || channel >= file.channelCount {
                throw SoundFileError("'\(part.path)' has no channel \(channel): it has \(file.channelCount)")
            }
            guard part.start == 0 || file.seek(toFrame: part.start) else {
                throw SoundFileError("'\(part.path)' has no frame \(part.start): it has \(file.frameCount)")
            }
            return file
        } catch {
            throw CommandError(error.description)
        }
    }

    private func allocate(_ buffer: Int32, from part: FilePart, _ client: UInt32) throws(CommandError) {
        let file = try open(part)
        let left = max(0, file.frameCount - part.start)
        let frameCount = part.frameCount < 0 ? left : min(left, part.frameCount)
        let channelCount = part.channels.isEmpty ? file.channelCount : part.channels.count
        let memory = try memory(
            of: buffer, frameCount: frameCount, channelCount: channelCount, sampleRate: file.sampleRate)
        copy(file, part.channels, into: memory.pointee.buffer, from: 0)
        try swap(buffer, memory, client)
    }

    private func read(_ part: FilePart, into buffer: Int32, _ client: UInt32) throws(CommandError) {
        let file = try open(part)
        var contents = try present(buffer)
        try settle(buffer, client)
        let channelCount = part.channels.isEmpty ? file.channelCount : part.channels.count
        guard channelCount == contents.channelCount else {
            throw CommandError(
                "'\(part.path)' has \(channelCount) channels, and the buffer \(buffer) \(contents.channelCount)")
        }
        let room = max(0, contents.frameCount - part.bufferStart)
        contents.frameCount = part.bufferStart + (part.frameCount < 0 ? room : min(room, part.frameCount))
        copy(file, part.channels, into: contents, from: part.bufferStart)
        guard part.leavesOpen else { return }
        try closeFile(buffer, client)
        // What the buffer holds is played from the file, too.
        try open(
            try open(part), channels: part.channels, for: buffer, frameCount: contents.frameCount, client)
    }

    /// Copies from a file until it or the buffer ends.
    private func copy(
        _ file: SoundFileReader, _ channels: [Int], into buffer: SampleBuffer, from first: Int
    ) {
        let chunkFrames = 8192
        var chunk = [Float](repeating: 0, count: chunkFrames * file.channelCount)
        var frame = first
        while frame < buffer.frameCount {
            let count = file.read(into: &chunk, frameCount: min(chunkFrames, buffer.frameCount - frame))
            guard count > 0 else { break }
            for index in 0..<count {
                let target = buffer.samples + (frame + index) * buffer.channelCount
                for channel in 0..<buffer.channelCount {
                    let source = channels.isEmpty ? channel : channels[channel]
                    let sample = chunk[index * file.channelCount + source]
                    // A file may hold anything; what is no number stays outside.
                    target[channel] = sample.isFinite ? sample : 0
                }
            }
            frame += count
        }
    }

    private func write(
        _ buffer: Int32, to path: String, _ kind: SoundFileKind, start: Int, count: Int, leavesOpen: Bool,
        _ client: UInt32
    ) throws(CommandError) {
        let contents = try present(buffer)
        try settle(buffer, client)
        let path = try FilePaths(root: options.root).new(path)
        guard start >= 0, start <= contents.frameCount else {
            throw CommandError("the buffer \(buffer) has no frame \(start): it has \(contents.frameCount)")
        }
        let left = contents.frameCount - start
        let frameCount = count < 0 ? left : min(left, count)
        let channelCount = contents.channelCount
        if leavesOpen { try closeFile(buffer, client) }
        let file: SoundFileWriter
        do throws(SoundFileError) {
            file = try SoundFileWriter(
                path: path, kind: kind, sampleRate: contents.sampleRate, channelCount: channelCount,
                expectedFrames: leavesOpen ? nil : Int64(frameCount))
            try file.write(contents.samples + start * channelCount, frameCount: frameCount)
            if !leavesOpen { try file.close() }
        } catch {
            throw CommandError(error.description)
        }
        guard leavesOpen else { return }
        let room = kind.maximumFrames(channelCount: channelCount) - Int64(frameCount)
        try open(
            file, path, maximumFrames: room, for: buffer, channelCount: channelCount, frameCount: contents.frameCount,
            client)
    }
}

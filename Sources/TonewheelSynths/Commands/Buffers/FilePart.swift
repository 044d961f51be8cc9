internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelSoundFiles

/// A part of a sound file, and its position in a buffer.
struct FilePart: Sendable {
    let path: String
    let start: Int
    /// The number of frames; negative for all.
    let frameCount: Int
    let bufferStart: Int
    /// The channels to read; empty for all.
    let channels: [Int]
    /// Whether the file stays open for `DiskIn`.
    let leavesOpen: Bool

    init(
        _ arguments: inout CommandArguments, hasChannels: Bool, hasBufferStart: Bool
    ) throws(CommandError) {
        path = try arguments.string("the file's path")
        var numbers: [Int32] = []
        // The remaining arguments are optional, and a blob ends them.
        while !arguments.isEmpty, !arguments.isAtBlob { numbers.append(try arguments.int("a number")) }
        func number(_ index: Int, _ standard: Int) -> Int { index < numbers.count ? Int(numbers[index]) : standard }
        start = number(0, 0)
        guard start >= 0 else { throw CommandError("the file's first frame must be 0 or more, not \(start)") }
        // When a buffer is allocated from a file, a count of 0 means all frames.
        let count = number(1, -1)
        frameCount = !hasBufferStart && count == 0 ? -1 : count
        bufferStart = hasBufferStart ? number(2, 0) : 0
        guard bufferStart >= 0 else {
            throw CommandError("the buffer's first frame must be 0 or more, not \(bufferStart)")
        }
        let others = hasBufferStart ? 4 : 2
        channels = hasChannels ? numbers.dropFirst(others).map { Int($0) } : []
        leavesOpen = hasBufferStart && number(3, 0) != 0
    }

    /// Opens the file at the first frame of the part.
    func open(_ server: SynthServer, _ origin: Origin) throws(CommandError) -> SoundFileReader {
        let path = try server.paths(origin).existing(path)
        do throws(SoundFileError) {
            let file = try SoundFileReader(path: path)
            for channel in channels where channel < 0 || channel >= file.channelCount {
                throw SoundFileError("'\(self.path)' has no channel \(channel): it has \(file.channelCount)")
            }
            guard start == 0 || file.seek(toFrame: start) else {
                throw SoundFileError("'\(self.path)' has no frame \(start): it has \(file.frameCount)")
            }
            return file
        } catch {
            throw CommandError(error.description)
        }
    }

    /// The number of channels to read from a file.
    func channelCount(of file: SoundFileReader) -> Int { channels.isEmpty ? file.channelCount : channels.count }

    /// Allocates a buffer for the part, and reads the part into it.
    func allocate(_ number: Int32, _ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try server.files.close(number, origin)
        let file = try open(server, origin)
        let left = max(0, file.frameCount - start)
        let memory = try server.buffers.memory(
            of: number, frameCount: frameCount < 0 ? left : min(left, frameCount),
            channelCount: channelCount(of: file), sampleRate: file.sampleRate)
        copy(file, into: memory.pointee.buffer, from: 0)
        try server.buffers.swap(number, memory, origin)
    }

    /// Reads the part into an existing buffer.
    func read(into number: Int32, _ server: SynthServer, _ origin: Origin) throws(CommandError) {
        let file = try open(server, origin)
        var contents = try server.buffers.present(number)
        try server.buffers.settle(number, origin)
        let channelCount = channelCount(of: file)
        guard channelCount == contents.channelCount else {
            throw CommandError(
                "'\(path)' has \(channelCount) channels, but buffer \(number) has \(contents.channelCount)")
        }
        let available = max(0, contents.frameCount - bufferStart)
        contents.frameCount = bufferStart + (frameCount < 0 ? available : min(available, frameCount))
        copy(file, into: contents, from: bufferStart)
        guard leavesOpen else { return }
        try server.files.close(number, origin)
        // `DiskIn` plays the frames in the buffer from the file, too.
        try server.files.open(
            try open(server, origin), channels: channels, for: number, frameCount: contents.frameCount, origin)
    }

    /// Copies frames until the file or the buffer ends. Non-finite samples are replaced by 0.
    private func copy(_ file: SoundFileReader, into buffer: SampleBuffer, from first: Int) {
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
                    target[channel] = sample.isFinite ? sample : 0
                }
            }
            frame += count
        }
    }
}

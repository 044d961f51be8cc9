internal import TonewheelGraph
internal import TonewheelSoundFiles
internal import TonewheelSynths

/// Allocation of buffers. A buffer is filled before it enters the graph, so that a synth made next plays all of it.
/// `[control]`
extension Synths {
    /// Allocates a buffer of zeros.
    ///
    /// - Parameters:
    ///   - frames: The length in frames, 1 or more.
    ///   - channels: The number of samples in a frame, 1 or more.
    /// - Throws: `SynthError.noneLeft`, or `.refused` if there is no memory for the buffer.
    public func buffer(frames: Int, channels: Int = 1) throws(SynthError) -> Buffer {
        try buffer(frames: frames, channels: channels, sampleRate: host().control.shape.sampleRate) { _ in }
    }

    /// Allocates a buffer of samples. Samples that are NaN or infinite become 0.
    ///
    /// - Parameters:
    ///   - channels: The samples of each channel, in arrays of equal length.
    ///   - sampleRate: The sample rate of the samples in hertz; the engine's by default.
    /// - Throws: `SynthError.noneLeft`, or `.refused` if the arrays are empty or unequal, or there is no memory for the
    ///   buffer.
    public func buffer(_ channels: [[Float]], sampleRate: Double? = nil) throws(SynthError) -> Buffer {
        guard let frames = channels.first?.count, frames > 0, channels.allSatisfy({ $0.count == frames }) else {
            throw .refused("A buffer needs 1 channel and 1 frame or more, and channels of equal length.")
        }
        let rate: Double
        if let sampleRate { rate = sampleRate } else { rate = try host().control.shape.sampleRate }
        return try buffer(frames: frames, channels: channels.count, sampleRate: rate) { samples in
            for (channel, source) in channels.enumerated() {
                for frame in 0..<frames {
                    let sample = source[frame]
                    samples[frame * channels.count + channel] = sample.isFinite ? sample : 0
                }
            }
        }
    }

    /// Reads a sound file into a buffer. Waits for the disk.
    ///
    /// - Throws: `SynthError.noneLeft`, or `.refused` if the file cannot be read or there is no memory for the buffer.
    public func buffer(reading path: String) throws(SynthError) -> Buffer {
        let file = try onDisk { () throws(SoundFileError) in try SoundFile(reading: path) }
        return try buffer(
            frames: file.frameCount, channels: file.channelCount, sampleRate: file.sampleRate
        ) { samples in
            for (index, sample) in file.samples.enumerated() { samples[index] = sample.isFinite ? sample : 0 }
        }
    }

    /// Opens a sound file for streaming from the disk with ``DiskIn``. Waits for the disk.
    ///
    /// The buffer itself has a single frame; the frames of the file are not in it. ``Buffer/closeFile()`` closes the
    /// file.
    public func buffer(streaming path: String) throws(SynthError) -> Buffer {
        let file = try onDisk { () throws(SoundFileError) in try SoundFileReader(path: path) }
        let buffer = try buffer(frames: 1, channels: file.channelCount, sampleRate: file.sampleRate) { $0[0] = 0 }
        try open(buffer) { server throws(CommandError) in try server.openFile(reading: file, for: buffer.number) }
        return buffer
    }

    /// Creates a sound file for streaming to the disk with ``DiskOut``, or replaces an existing one. The suffix of the
    /// path selects the format: `.wav`, `.flac` or `.aiff`.
    ///
    /// The buffer itself has a single frame; the frames of the file are not in it. ``Buffer/closeFile()`` completes the
    /// file.
    public func buffer(recordingTo path: String, channels: Int = 1) throws(SynthError) -> Buffer {
        let sampleRate = try host().control.shape.sampleRate
        let kind = try onDisk { () throws(SoundFileError) in try SoundFileKind(path: path) }
        let buffer = try buffer(frames: 1, channels: channels, sampleRate: sampleRate) { $0[0] = 0 }
        try open(buffer) { server throws(CommandError) in
            try server.openFile(writing: path, kind, channelCount: channels, for: buffer.number)
        }
        return buffer
    }

    private func onDisk<Value>(_ body: () throws(SoundFileError) -> Value) throws(SynthError) -> Value {
        do throws(SoundFileError) {
            return try body()
        } catch {
            throw .refused(error.description)
        }
    }

    /// Opens a buffer's file, and frees the buffer if that fails.
    private func open(_ buffer: Buffer, _ body: (SynthServer) throws(CommandError) -> Void) throws(SynthError) {
        let host = try host()
        do throws(CommandError) {
            try body(host.server)
        } catch {
            try? buffer.free()
            throw .refused(error.reason)
        }
    }

    private func buffer(
        frames: Int, channels: Int, sampleRate: Double, _ fill: (UnsafeMutablePointer<Float>) -> Void
    ) throws(SynthError) -> Buffer {
        guard frames > 0, channels > 0 else {
            throw .refused(
                "A buffer needs 1 frame and 1 channel or more, not \(frames) frames of \(channels) channels.")
        }
        let host = try host()
        let number = try host.numbers.allocate(.buffer)
        do throws(CommandError) {
            try host.server.makeBuffer(
                number, frameCount: frames, channelCount: channels, sampleRate: sampleRate, fill)
        } catch {
            host.numbers.release(number, .buffer)
            throw .refused(error.reason)
        }
        return Buffer(self, number, frameCount: frames, channelCount: channels, sampleRate: sampleRate)
    }
}

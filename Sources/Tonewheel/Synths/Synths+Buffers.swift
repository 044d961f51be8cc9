internal import TonewheelGraph
internal import TonewheelSoundFiles
internal import TonewheelSynths

/// Buffers are filled before they enter the graph, so that a synth that is made next plays them whole. `[control]`
extension Synths {
    /// Makes a buffer of zeros.
    public func buffer(frames: Int, channels: Int = 1) throws(SynthError) -> Buffer {
        try buffer(frames: frames, channels: channels, sampleRate: host().control.shape.sampleRate) { _ in }
    }

    /// Makes a buffer of samples, an array for each channel; the arrays are equally long.
    ///
    /// - Parameter sampleRate: at which they are meant; the engine's by default.
    public func buffer(_ channels: [[Float]], sampleRate: Double? = nil) throws(SynthError) -> Buffer {
        guard let frames = channels.first?.count, frames > 0, channels.allSatisfy({ $0.count == frames }) else {
            throw .refused("a buffer has 1 channel and 1 frame or more, and channels of the same length")
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

    /// Makes a buffer from a sound file. Waits for the disk.
    public func buffer(reading path: String) throws(SynthError) -> Buffer {
        let file = try onDisk { () throws(SoundFileError) in try SoundFile(reading: path) }
        return try buffer(
            frames: file.frameCount, channels: file.channelCount, sampleRate: file.sampleRate
        ) { samples in
            for (index, sample) in file.samples.enumerated() { samples[index] = sample.isFinite ? sample : 0 }
        }
    }

    /// Opens a sound file that synths play from the disk: see ``DiskIn``. Waits for the disk.
    ///
    /// The frames of the file do not lie in the buffer, which has one frame of its own. ``Buffer/closeFile()`` closes it.
    public func buffer(streaming path: String) throws(SynthError) -> Buffer {
        let file = try onDisk { () throws(SoundFileError) in try SoundFileReader(path: path) }
        let buffer = try buffer(frames: 1, channels: file.channelCount, sampleRate: file.sampleRate) { $0[0] = 0 }
        try open(buffer) { server throws(CommandError) in try server.openFile(reading: file, for: buffer.number) }
        return buffer
    }

    /// Creates a sound file that synths write to: see ``DiskOut``. It is `.wav`, `.flac` or `.aiff`, by the end of the name; a file that
    /// is there is replaced.
    ///
    /// The frames of the file do not lie in the buffer, which has one frame of its own. ``Buffer/closeFile()`` completes the file.
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

    /// Opens a buffer's file; if that fails, there is no buffer.
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
            throw .refused("a buffer has 1 frame and 1 channel or more, not \(frames) frames of \(channels) channels")
        }
        let host = try host()
        let number = try host.numbers.take(.buffer)
        do throws(CommandError) {
            try host.server.makeBuffer(
                number, frameCount: frames, channelCount: channels, sampleRate: sampleRate, fill)
        } catch {
            host.numbers.giveBack(number, .buffer)
            throw .refused(error.reason)
        }
        return Buffer(self, number, frameCount: frames, channelCount: channels, sampleRate: sampleRate)
    }
}

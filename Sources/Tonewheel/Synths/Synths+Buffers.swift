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
        let file: SoundFile
        do {
            file = try SoundFile(reading: path)
        } catch {
            throw .refused("\(error)")
        }
        return try buffer(
            frames: file.frameCount, channels: file.channelCount, sampleRate: file.sampleRate
        ) { samples in
            for (index, sample) in file.samples.enumerated() { samples[index] = sample.isFinite ? sample : 0 }
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

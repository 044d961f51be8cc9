internal import TonewheelOSC
internal import TonewheelSoundFiles
internal import TonewheelSynths

/// Audio samples in memory, which synths can play and record.
public struct Buffer: Sendable {
    private let synths: Synths

    /// The number of the buffer in the engine, as units read it.
    public let number: Int32

    /// The length in frames.
    public let frameCount: Int

    /// The number of samples in a frame.
    public let channelCount: Int

    /// The sample rate of the samples in hertz.
    public let sampleRate: Double

    init(_ synths: Synths, _ number: Int32, frameCount: Int, channelCount: Int, sampleRate: Double) {
        self.synths = synths
        self.number = number
        self.frameCount = frameCount
        self.channelCount = channelCount
        self.sampleRate = sampleRate
    }

    /// Writes the samples to a sound file, and waits until the file is complete. `[control]`
    ///
    /// - Parameter path: The file. Its suffix selects the format: `.wav`, `.flac` or `.aiff`.
    /// - Throws: `SynthError.refused` if the file cannot be written.
    public func write(to path: String) async throws(SynthError) {
        let kind: SoundFileKind
        do throws(SoundFileError) {
            kind = try SoundFileKind(path: path)
        } catch {
            throw SynthError.refused(error.description)
        }
        _ = try await synths.request(
            OSCMessage(
                "/b_write", .int32(number), .string(path), .string(kind.header.rawValue),
                .string(kind.sample.rawValue)))
    }

    /// Closes the file of a buffer made by ``Synths/buffer(recordingTo:channels:)`` or ``Synths/buffer(streaming:)``,
    /// and waits until the recorded frames have been written. `[control]`
    public func closeFile() async throws(SynthError) {
        _ = try await synths.request(OSCMessage("/b_close", .int32(number)))
    }

    /// Frees the samples and the number, and closes the file if one is open. Synths that play the buffer become silent.
    /// `[control]`
    public func free() throws(SynthError) {
        let host = try synths.host()
        do throws(CommandError) {
            try host.server.closeFile(of: number)
            try host.server.makeBuffer(number, frameCount: 0, channelCount: 0, sampleRate: 0) { _ in }
        } catch {
            throw SynthError.refused(error.reason)
        }
        host.numbers.release(number, .buffer)
    }
}

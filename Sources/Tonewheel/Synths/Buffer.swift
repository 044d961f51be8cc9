internal import TonewheelOSC
internal import TonewheelSoundFiles
internal import TonewheelSynths

/// Sound in memory, which synths play and record.
public struct Buffer: Sendable {
    private let synths: Synths

    /// What the engine knows it by.
    public let number: Int32

    /// Its length in frames.
    public let frameCount: Int

    /// Samples in a frame.
    public let channelCount: Int

    /// Frames a second that the samples are meant at.
    public let sampleRate: Double

    init(_ synths: Synths, _ number: Int32, frameCount: Int, channelCount: Int, sampleRate: Double) {
        self.synths = synths
        self.number = number
        self.frameCount = frameCount
        self.channelCount = channelCount
        self.sampleRate = sampleRate
    }

    /// Writes it to a sound file: `.wav`, `.flac` or `.aiff`, by the end of the name.
    public func write(to path: String) async throws(SynthError) {
        let kind: SoundFileKind
        do throws(SoundFileError) {
            kind = try SoundFileKind(path: path)
        } catch {
            throw SynthError.refused(error.description)
        }
        _ = try await synths.ask(
            OSCMessage(
                "/b_write", .int32(number), .string(path), .string(kind.header.rawValue),
                .string(kind.sample.rawValue)))
    }

    /// Closes its file (``Synths/buffer(recordingTo:channels:)``, ``Synths/buffer(streaming:)``): all that has been played into it is
    /// there then.
    public func closeFile() async throws(SynthError) {
        _ = try await synths.ask(OSCMessage("/b_close", .int32(number)))
    }

    /// Gives its memory back, and closes its file, if it has one open. Synths that play it are silent from then on.
    public func free() throws(SynthError) {
        let host = try synths.host()
        do throws(CommandError) {
            try host.server.closeFile(of: number)
            try host.server.makeBuffer(number, frameCount: 0, channelCount: 0, sampleRate: 0) { _ in }
        } catch {
            throw SynthError.refused(error.reason)
        }
        host.numbers.giveBack(number, .buffer)
    }
}

internal import TonewheelDSP
internal import TonewheelGraph
package import TonewheelSoundFiles

/// Buffers of the program that embeds the engine: at once, on the calling thread, for a number that no client uses. `[control]`
extension SynthServer {
    private var origin: Origin {
        Origin(client: LocalClient.unattended, command: AllocateBuffer.name, isSilent: false)
    }

    /// Gives a buffer new memory.
    ///
    /// - Parameter fill: writes the samples, interleaved, before they are played.
    package func makeBuffer(
        _ buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double,
        _ fill: (UnsafeMutablePointer<Float>) -> Void
    ) throws(CommandError) {
        let memory = try buffers.memory(
            of: buffer, frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate)
        fill(memory.pointee.buffer.samples)
        try buffers.swap(buffer, memory, origin)
    }

    /// Lets `DiskIn` play a file by a buffer's number, from the file's beginning on.
    package func openFile(reading file: SoundFileReader, for buffer: Int32) throws(CommandError) {
        try files.open(file, channels: [], for: buffer, frameCount: 0, origin)
    }

    /// Creates a sound file, and lets `DiskOut` write it by a buffer's number.
    package func openFile(
        writing path: String, _ kind: SoundFileKind, channelCount: Int, for buffer: Int32
    ) throws(CommandError) {
        let file: SoundFileWriter
        do throws(SoundFileError) {
            file = try SoundFileWriter(
                path: path, kind: kind, sampleRate: graph.shape.sampleRate, channelCount: channelCount)
        } catch {
            throw CommandError(error.description)
        }
        try files.open(
            file, path, maximumFrames: kind.maximumFrames(channelCount: channelCount), for: buffer,
            channelCount: channelCount, frameCount: 0, origin)
    }

    /// Completes and closes the file that a buffer has open, if any. Waits until synths have let go of it.
    package func closeFile(of buffer: Int32) throws(CommandError) {
        try files.close(buffer, origin)
    }
}

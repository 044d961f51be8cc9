internal import TonewheelDSP
internal import TonewheelGraph
package import TonewheelSoundFiles

/// Buffers of the embedding program. The methods run synchronously, for buffer numbers that no client uses. `[control]`
extension SynthServer {
    private var origin: Origin {
        Origin(client: LocalClient.unattended, command: AllocateBuffer.name, isSilent: false)
    }

    /// Allocates a buffer.
    ///
    /// - Parameter fill: Writes the interleaved samples before synths can read them.
    package func makeBuffer(
        _ buffer: Int32, frameCount: Int, channelCount: Int, sampleRate: Double,
        _ fill: (UnsafeMutablePointer<Float>) -> Void
    ) throws(CommandError) {
        let memory = try buffers.memory(
            of: buffer, frameCount: frameCount, channelCount: channelCount, sampleRate: sampleRate)
        fill(memory.pointee.buffer.samples)
        try buffers.swap(buffer, memory, origin)
    }

    /// Opens a file for `DiskIn` under a buffer number, from the beginning of the file.
    package func openFile(reading file: SoundFileReader, for buffer: Int32) throws(CommandError) {
        try files.open(file, channels: [], for: buffer, frameCount: 0, origin)
    }

    /// Creates a sound file for `DiskOut` under a buffer number.
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

    /// Completes and closes the open file of a buffer, if any. Waits until synths no longer use it.
    package func closeFile(of buffer: Int32) throws(CommandError) {
        try files.close(buffer, origin)
    }
}

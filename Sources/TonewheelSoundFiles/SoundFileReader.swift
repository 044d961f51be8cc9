#if SndFile
internal import CSndFile
internal import TonewheelRealtime

/// A sound file opened for reading by libsndfile. Only one thread may use it at a time, never the render thread.
/// `[control]`
package final class SoundFileReader {
    /// The sample rate, in hertz.
    package let sampleRate: Double

    package let channelCount: Int

    /// The number of frames in the header. The file may have fewer.
    package let frameCount: Int

    private let file: OpaquePointer

    /// Opens a file of any format that libsndfile supports.
    package init(path: String) throws(SoundFileError) {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info) else {
            throw SoundFileError("Cannot read '\(path)': \(String(cString: sf_strerror(nil)))".sentence)
        }
        self.file = file
        sampleRate = Double(info.samplerate)
        channelCount = Int(info.channels)
        frameCount = Int(max(0, info.frames))
    }

    deinit {
        sf_close(file)
    }

    /// Seeks to a frame. Returns false if the file has no such frame.
    package func seek(toFrame frame: Int) -> Bool {
        sf_seek(file, sf_count_t(frame), Int32(SEEK_SET)) == frame
    }

    /// Reads interleaved frames, and returns their number.
    package func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        Int(max(0, sf_readf_float(file, frames, sf_count_t(frameCount))))
    }
}
#else

/// A replacement in a build without the trait `SndFile`. Its initializer throws an error that names the trait.
package final class SoundFileReader {
    package let sampleRate = 0.0
    package let channelCount = 0
    package let frameCount = 0

    package init(path: String) throws(SoundFileError) {
        throw SoundFileError(
            "Cannot read '\(path)': this build has no libsndfile. Build it with the trait SndFile.")
    }

    package func seek(toFrame frame: Int) -> Bool { false }

    package func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int { 0 }
}
#endif

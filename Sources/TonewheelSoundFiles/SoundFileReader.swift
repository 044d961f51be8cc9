#if SndFile
internal import CSndFile

/// A sound file being read, by libsndfile. One thread at a time, and never the render thread. `[control]`
package final class SoundFileReader {
    /// Frames a second, in hertz.
    package let sampleRate: Double

    /// Samples in a frame.
    package let channelCount: Int

    /// Frames that the header promises; there may be fewer.
    package let frameCount: Int

    private let file: OpaquePointer

    /// Opens a file of any format that libsndfile knows.
    package init(path: String) throws(SoundFileError) {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info) else {
            throw SoundFileError("cannot read '\(path)': \(String(cString: sf_strerror(nil)))")
        }
        self.file = file
        sampleRate = Double(info.samplerate)
        channelCount = Int(info.channels)
        frameCount = Int(max(0, info.frames))
    }

    deinit {
        sf_close(file)
    }

    /// Goes to a frame; false if the file has none there.
    package func seek(toFrame frame: Int) -> Bool {
        sf_seek(file, sf_count_t(frame), Int32(SEEK_SET)) == frame
    }

    /// Reads interleaved frames, and returns how many there were.
    package func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        Int(max(0, sf_readf_float(file, frames, sf_count_t(frameCount))))
    }
}
#else

/// What stands in for libsndfile in a build without the trait `SndFile`: it reads nothing, and says why.
package final class SoundFileReader {
    package let sampleRate = 0.0
    package let channelCount = 0
    package let frameCount = 0

    package init(path: String) throws(SoundFileError) {
        throw SoundFileError(
            "cannot read '\(path)': this build has no libsndfile; build with the package trait SndFile")
    }

    package func seek(toFrame frame: Int) -> Bool { false }

    package func read(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int { 0 }
}
#endif

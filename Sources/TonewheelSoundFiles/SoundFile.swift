#if SndFile
internal import CSndFile
#endif

/// A sound file, read whole into memory. `[control]`
package struct SoundFile: Sendable {
    /// Frames a second, in hertz.
    package let sampleRate: Double

    /// Samples in a frame.
    package let channelCount: Int

    /// Interleaved frames.
    package let samples: [Float]

    /// Frames in the file.
    package var frameCount: Int { samples.count / channelCount }

    /// One channel of the file.
    package func channel(_ index: Int) -> [Float] {
        stride(from: index, to: samples.count, by: channelCount).map { samples[$0] }
    }

    #if SndFile
    private static let chunkFrames = 4096

    package init(reading path: String) throws(SoundFileError) {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info) else {
            throw SoundFileError("cannot read '\(path)': \(String(cString: sf_strerror(nil)))")
        }
        defer { sf_close(file) }
        let channelCount = Int(info.channels)
        // A header may say anything, such as nothing at all in a stream of FLAC: what counts is what there is to read.
        var samples: [Float] = []
        var chunk = [Float](repeating: 0, count: Self.chunkFrames * channelCount)
        while true {
            let count = Int(sf_readf_float(file, &chunk, sf_count_t(Self.chunkFrames)))
            guard count > 0 else { break }
            samples += chunk[..<(count * channelCount)]
        }
        self.samples = samples
        sampleRate = Double(info.samplerate)
        self.channelCount = channelCount
    }
    #else
    package init(reading path: String) throws(SoundFileError) {
        throw SoundFileError(
            "cannot read '\(path)': this build has no libsndfile; build with the package trait SndFile")
    }
    #endif
}

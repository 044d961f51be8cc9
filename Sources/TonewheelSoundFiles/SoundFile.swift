#if SndFile
internal import CSndFile
internal import TonewheelRealtime
#endif

/// A sound file, read into memory as a whole. `[control]`
package struct SoundFile: Sendable {
    /// The sample rate, in hertz.
    package let sampleRate: Double

    package let channelCount: Int

    /// The samples, interleaved.
    package let samples: [Float]

    package var frameCount: Int { samples.count / channelCount }

    /// Returns the samples of one channel.
    package func channel(_ index: Int) -> [Float] {
        stride(from: index, to: samples.count, by: channelCount).map { samples[$0] }
    }

    #if SndFile
    private static let chunkFrames = 4096

    package init(reading path: String) throws(SoundFileError) {
        var info = SF_INFO()
        guard let file = sf_open(path, Int32(SFM_READ), &info) else {
            throw SoundFileError("Cannot read '\(path)': \(String(cString: sf_strerror(nil)))".sentence)
        }
        defer { sf_close(file) }
        let channelCount = Int(info.channels)
        // The length in a header may be wrong, or missing in a FLAC stream, so the file is read to its end.
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
            "Cannot read '\(path)': this build has no libsndfile. Build it with the trait SndFile.")
    }
    #endif
}

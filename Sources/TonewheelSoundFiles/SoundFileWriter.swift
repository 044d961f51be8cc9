#if SndFile
internal import CSndFile

/// A sound file being written, by libsndfile. One thread at a time, and never the render thread. `[control]`
package final class SoundFileWriter {
    private var file: OpaquePointer?
    private let path: String
    private let channelCount: Int
    private let kind: SoundFileKind
    private var flacLength: FLACLength?
    private var framesWritten: Int64 = 0

    /// Creates the file, or replaces it.
    convenience init(
        path: String, format: SoundFileFormat, sampleRate: Double, channelCount: Int
    ) throws(SoundFileError) {
        let kind =
            switch format {
            case .wav: SoundFileKind(.wav, .float)
            case .flac: SoundFileKind(.flac, .int24)
            case .aiff: SoundFileKind(.aiff, .float)
            }
        try self.init(path: path, kind: kind, sampleRate: sampleRate, channelCount: channelCount)
    }

    /// Creates the file, or replaces it.
    ///
    /// - Throws: `SoundFileError` if the path cannot be written, or the header cannot hold such samples.
    package init(path: String, kind: SoundFileKind, sampleRate: Double, channelCount: Int) throws(SoundFileError) {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate.rounded())
        info.channels = Int32(channelCount)
        info.format = kind.code
        guard let file = sf_open(path, Int32(SFM_WRITE), &info) else {
            throw SoundFileError("cannot write '\(path)': \(String(cString: sf_strerror(nil)))")
        }
        _ = sf_command(file, Int32(SFC_RF64_AUTO_DOWNGRADE), nil, Int32(SF_TRUE))
        // AIFF's peak chunk holds the time of day: the same sound would not be the same file. RF64 has none; for that, the
        // call would add one.
        if kind.header == .aiff { _ = sf_command(file, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE)) }
        _ = sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
        self.file = file
        self.path = path
        self.kind = kind
        self.channelCount = channelCount
    }

    deinit {
        sf_close(file)  // nothing, if it is closed already
    }

    /// Appends interleaved frames.
    ///
    /// - Throws: `SoundFileError` if the disk does not take them all.
    package func write(_ frames: UnsafePointer<Float>, frameCount: Int) throws(SoundFileError) {
        guard sf_writef_float(file, frames, sf_count_t(frameCount)) == frameCount else {
            throw SoundFileError("cannot write on to '\(path)': \(String(cString: sf_strerror(file)))")
        }
        framesWritten += Int64(frameCount)
    }

    /// Writes the length so far into the header, so that the file plays even if the program is killed.
    func updateHeader() {
        if kind.header == .flac {
            flacLength = flacLength ?? FLACLength(path: path)
            flacLength?.update(framesWritten)
        } else {
            _ = sf_command(file, Int32(SFC_UPDATE_HEADER_NOW), nil, 0)
        }
    }

    /// Completes the header and closes the file.
    ///
    /// - Throws: `SoundFileError` if the disk does not take what was still in memory.
    package func close() throws(SoundFileError) {
        guard let open = file else { return }
        file = nil
        guard sf_close(open) == 0 else { throw SoundFileError("cannot complete '\(path)': is the disk full?") }
    }
}
#else

/// What stands in for libsndfile in a build without the trait `SndFile`: it writes nothing, and says why.
package final class SoundFileWriter {
    init(path: String, format: SoundFileFormat, sampleRate: Double, channelCount: Int) throws(SoundFileError) {
        throw Self.missing(path)
    }

    package init(path: String, kind: SoundFileKind, sampleRate: Double, channelCount: Int) throws(SoundFileError) {
        throw Self.missing(path)
    }

    private static func missing(_ path: String) -> SoundFileError {
        SoundFileError("cannot write '\(path)': this build has no libsndfile; build with the package trait SndFile")
    }

    package func write(_ frames: UnsafePointer<Float>, frameCount: Int) throws(SoundFileError) {}

    func updateHeader() {}

    package func close() throws(SoundFileError) {}
}
#endif

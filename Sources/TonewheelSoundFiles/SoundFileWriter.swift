#if SndFile
internal import CSndFile

/// A sound file being written, by libsndfile. One thread at a time, and never the render thread. `[control]`
package final class SoundFileWriter {
    private var file: OpaquePointer?

    /// What writes the header, where libsndfile does not.
    private let container: SoundFileContainer?

    private let path: String
    private let channelCount: Int
    private let kind: SoundFileKind
    private let maximumFrames: Int64
    private var flacLength: FLACLength?
    private var framesWritten: Int64 = 0

    /// Creates the file, or replaces it.
    convenience init(
        path: String, format: SoundFileFormat, sampleRate: Double, channelCount: Int, expectedFrames: Int64? = nil
    ) throws(SoundFileError) {
        let kind =
            switch format {
            case .wav: SoundFileKind(.wav, .float)
            case .flac: SoundFileKind(.flac, .int24)
            case .aiff: SoundFileKind(.aiff, .float)
            }
        try self.init(
            path: path, kind: kind, sampleRate: sampleRate, channelCount: channelCount, expectedFrames: expectedFrames)
    }

    /// Creates the file, or replaces it.
    ///
    /// - Parameter expectedFrames: frames that will be written at most; nil if nobody knows, as of a recording.
    /// - Throws: `SoundFileError` if the path cannot be written, or the header cannot hold such samples.
    package init(
        path: String, kind: SoundFileKind, sampleRate: Double, channelCount: Int, expectedFrames: Int64? = nil
    ) throws(SoundFileError) {
        var info = SF_INFO()
        info.samplerate = Int32(sampleRate.rounded())
        info.channels = Int32(channelCount)
        let header = SoundFileHeader(
            kind: kind, sampleRate: Int(info.samplerate), channelCount: channelCount, expectedFrames: expectedFrames)
        if let header {
            let made = try SoundFileContainer(path: path, header: header)
            info.format = kind.rawCode
            file = made.open(&info)
            container = made
            maximumFrames = header.maximumFrames
        } else {
            info.format = kind.code
            file = sf_open(path, Int32(SFM_WRITE), &info)
            container = nil
            maximumFrames = kind.maximumFrames(channelCount: channelCount)
        }
        self.path = path
        self.kind = kind
        self.channelCount = channelCount
        guard let file else { throw SoundFileError("cannot write '\(path)': \(String(cString: sf_strerror(nil)))") }
        _ = sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    }

    deinit {
        sf_close(file)  // nothing, if it is closed already
    }

    /// Appends interleaved frames.
    ///
    /// - Throws: `SoundFileError` if the disk does not take them all, or the header cannot count so many.
    package func write(_ frames: UnsafePointer<Float>, frameCount: Int) throws(SoundFileError) {
        guard Int64(frameCount) <= maximumFrames - framesWritten else {
            throw SoundFileError("'\(path)' holds no more than \(maximumFrames) frames: its header counts no further")
        }
        guard sf_writef_float(file, frames, sf_count_t(frameCount)) == frameCount else {
            throw SoundFileError("cannot write on to '\(path)': \(reason)")
        }
        framesWritten += Int64(frameCount)
    }

    private var reason: String {
        if let failure = container?.failure, failure != 0 { return SoundFileContainer.text(of: failure) }
        return String(cString: sf_strerror(file))
    }

    /// Writes the length so far into the header, so that the file plays even if the program is killed.
    func updateHeader() {
        if let container {
            container.updateHeader(frameCount: framesWritten)
        } else if kind.header == .flac {
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
        let isClosed = sf_close(open) == 0
        guard container?.finish(frameCount: framesWritten) ?? true, isClosed else {
            throw SoundFileError("cannot complete '\(path)': is the disk full?")
        }
    }
}
#else

/// What stands in for libsndfile in a build without the trait `SndFile`: it writes nothing, and says why.
package final class SoundFileWriter {
    init(
        path: String, format: SoundFileFormat, sampleRate: Double, channelCount: Int, expectedFrames: Int64? = nil
    ) throws(SoundFileError) {
        throw Self.missing(path)
    }

    package init(
        path: String, kind: SoundFileKind, sampleRate: Double, channelCount: Int, expectedFrames: Int64? = nil
    ) throws(SoundFileError) {
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

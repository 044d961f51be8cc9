#if SndFile
internal import CSndFile
internal import TonewheelRealtime

/// A sound file opened for writing by libsndfile. Only one thread may use it at a time, never the render thread.
/// `[control]`
package final class SoundFileWriter {
    private var file: OpaquePointer?

    /// The file with our own header; nil if libsndfile writes the header.
    private let container: SoundFileContainer?

    private let path: String
    private let channelCount: Int
    private let kind: SoundFileKind
    private let maximumFrames: Int64
    private var flacLength: FLACLength?
    private var framesWritten: Int64 = 0

    /// Creates or replaces the file.
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

    /// Creates or replaces the file.
    ///
    /// - Parameter expectedFrames: The maximum number of frames that will be written; nil if it is unknown, as for a
    ///   recording.
    /// - Throws: `SoundFileError` if the path cannot be written or the header format does not support the sample
    ///   format.
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
        guard let file else {
            throw SoundFileError("Cannot write '\(path)': \(String(cString: sf_strerror(nil)))".sentence)
        }
        _ = sf_command(file, Int32(SFC_SET_CLIPPING), nil, Int32(SF_TRUE))
    }

    deinit {
        sf_close(file)  // a no-op if the file is closed already
    }

    /// Appends interleaved frames.
    ///
    /// - Throws: `SoundFileError` if not all frames could be written or the file would exceed the limit of its header.
    package func write(_ frames: UnsafePointer<Float>, frameCount: Int) throws(SoundFileError) {
        guard Int64(frameCount) <= maximumFrames - framesWritten else {
            throw SoundFileError("Cannot write '\(path)': its header is limited to \(maximumFrames) frames.")
        }
        guard sf_writef_float(file, frames, sf_count_t(frameCount)) == frameCount else {
            throw SoundFileError("Cannot append to '\(path)': \(reason)".sentence)
        }
        framesWritten += Int64(frameCount)
    }

    private var reason: String {
        if let failure = container?.failure, failure != 0 { return SoundFileContainer.text(of: failure) }
        return String(cString: sf_strerror(file))
    }

    /// Writes the current length into the header, so that the file is playable even if the program is killed.
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
    /// - Throws: `SoundFileError` if the frames still in memory could not be written.
    package func close() throws(SoundFileError) {
        guard let open = file else { return }
        file = nil
        let isClosed = sf_close(open) == 0
        guard container?.finish(frameCount: framesWritten) ?? true, isClosed else {
            throw SoundFileError("Cannot complete '\(path)'. Check that the disk is not full.")
        }
    }
}
#else

/// A replacement in a build without the trait `SndFile`. Its initializers throw an error that names the trait.
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
        SoundFileError("Cannot write '\(path)': this build has no libsndfile. Build it with the trait SndFile.")
    }

    package func write(_ frames: UnsafePointer<Float>, frameCount: Int) throws(SoundFileError) {}

    func updateHeader() {}

    package func close() throws(SoundFileError) {}
}
#endif

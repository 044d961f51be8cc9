#if SndFile
internal import CSndFile
#endif

/// A header format and a sample format of a sound file, named as in SuperCollider's commands.
///
/// Reference: SuperCollider help, "Server Command Reference", /b_write.
package struct SoundFileKind: Sendable, Equatable {
    package enum Header: String, Sendable, CaseIterable {
        case aiff, next, wav, ircam, raw, flac, caf, w64
    }

    package enum Sample: String, Sendable, CaseIterable {
        case int8, int16, int24, int32, float, double, mulaw, alaw
    }

    package var header: Header
    package var sample: Sample

    package init(_ header: Header, _ sample: Sample) {
        self.header = header
        self.sample = sample
    }

    /// Parses names such as "WAV", "wav" and "int24". Case is ignored.
    package init(header: String, sample: String) throws(SoundFileError) {
        let headerName = header.lowercased()
        let known = ["sun": "next", "au": "next", "rf64": "wav", "aif": "aiff"]
        guard let header = Header(rawValue: known[headerName] ?? headerName) else {
            throw SoundFileError(
                "The header format '\(header)' is none of \(Header.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        guard let sample = Sample(rawValue: sample.lowercased()) else {
            throw SoundFileError(
                "The sample format '\(sample)' is none of \(Sample.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        self.init(header, sample)
    }

    /// Selects the kind for the extension of `path`.
    package init(path: String) throws(SoundFileError) {
        self =
            switch try SoundFileFormat(path: path) {
            case .wav: SoundFileKind(.wav, .float)
            case .flac: SoundFileKind(.flac, .int24)
            case .aiff: SoundFileKind(.aiff, .float)
            }
    }

    /// The maximum number of frames in a file.
    package func maximumFrames(channelCount: Int) -> Int64 {
        let frameBytes = Int64(sampleBytes * max(1, channelCount))
        switch header {
        case .aiff, .next: return (Int64(Int32.max) - 4096) / frameBytes
        case .flac: return 1 << 36
        case .wav, .ircam, .raw, .caf, .w64: return Int64.max / 2 / frameBytes
        }
    }

    #if SndFile
    /// The libsndfile format of the samples without a header, as in a `SoundFileContainer`.
    var rawCode: Int32 {
        Int32(SF_FORMAT_RAW | (header == .aiff ? SF_ENDIAN_BIG : SF_ENDIAN_LITTLE)) | sampleCode
    }

    /// The libsndfile format of the file.
    var code: Int32 {
        let major: Int =
            switch header {
            case .aiff: SF_FORMAT_AIFF
            case .next: SF_FORMAT_AU
            case .wav: SF_FORMAT_WAV
            case .ircam: SF_FORMAT_IRCAM
            case .raw: SF_FORMAT_RAW
            case .flac: SF_FORMAT_FLAC
            case .caf: SF_FORMAT_CAF
            case .w64: SF_FORMAT_W64
            }
        return Int32(major) | sampleCode
    }

    private var sampleCode: Int32 {
        let code: Int =
            switch sample {
            // Eight-bit samples are unsigned in WAV.
            case .int8: header == .wav ? SF_FORMAT_PCM_U8 : SF_FORMAT_PCM_S8
            case .int16: SF_FORMAT_PCM_16
            case .int24: SF_FORMAT_PCM_24
            case .int32: SF_FORMAT_PCM_32
            case .float: SF_FORMAT_FLOAT
            case .double: SF_FORMAT_DOUBLE
            case .mulaw: SF_FORMAT_ULAW
            case .alaw: SF_FORMAT_ALAW
            }
        return Int32(code)
    }
    #endif
}

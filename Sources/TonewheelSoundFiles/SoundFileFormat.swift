/// The format of a sound file to write, selected by its filename extension.
package enum SoundFileFormat: String, Sendable, CaseIterable {
    /// WAV, 32-bit float. A file of more than 4 GiB is RF64, its successor (EBU Tech 3306).
    case wav

    /// FLAC, 24-bit integer, lossless. Samples beyond −1 … 1 are clipped.
    case flac

    /// AIFF-C, 32-bit float. Files are limited to 2 GiB.
    case aiff

    /// Selects the format for the extension of `path`: `.wav`, `.flac`, `.aiff` or `.aif`. `[control]`
    package init(path: String) throws(SoundFileError) {
        let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
        guard let format = SoundFileFormat(rawValue: ending == "aif" ? "aiff" : ending) else {
            throw SoundFileError("The format of '\(path)' is unknown. End the name in .wav, .flac or .aiff.")
        }
        self = format
    }

    /// The maximum number of frames in a file.
    package func maximumFrames(channelCount: Int) -> Int64 {
        switch self {
        case .wav: Int64.max / Int64(8 * channelCount)
        case .flac: 1 << 36  // the length has 36 bits in STREAMINFO
        case .aiff: (Int64(Int32.max) - 4096) / Int64(4 * channelCount)
        }
    }
}

/// An error in opening, reading or writing a sound file.
package struct SoundFileError: Error, CustomStringConvertible, Equatable {
    /// The error and its remedy, in one or two sentences.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

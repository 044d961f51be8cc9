/// How a sound file is written; chosen by the ending of its name.
package enum SoundFileFormat: String, Sendable, CaseIterable {
    /// WAV, 32-bit float; a file of more than 4 GiB is RF64, its successor (EBU Tech 3306).
    case wav

    /// FLAC, 24-bit integer, without loss. It holds −1 … 1: what is beyond is clipped.
    case flac

    /// AIFF-C, 32-bit float. It holds 2 GiB.
    case aiff

    /// The format that the ending of `path` stands for: `.wav`, `.flac`, `.aiff` or `.aif`. `[control]`
    package init(path: String) throws(SoundFileError) {
        let ending = path.split(separator: "/").last?.split(separator: ".").dropFirst().last?.lowercased() ?? ""
        guard let format = SoundFileFormat(rawValue: ending == "aif" ? "aiff" : ending) else {
            throw SoundFileError("'\(path)' names no known sound file: end it in .wav, .flac or .aiff")
        }
        self = format
    }

    /// Frames that a file holds at most.
    package func maximumFrames(channelCount: Int) -> Int64 {
        switch self {
        case .wav: Int64.max / Int64(8 * channelCount)
        case .flac: 1 << 36  // 36 bits in its stream header
        case .aiff: (Int64(Int32.max) - 4096) / Int64(4 * channelCount)
        }
    }
}

/// A sound file could not be opened, read or written.
package struct SoundFileError: Error, CustomStringConvertible, Equatable {
    /// What went wrong and how to mend it, in a sentence.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// The header of a WAV or AIFF file. Its chunks are in the order that all readers accept, `fmt ` or `COMM` first.
///
/// The length of a recording is unknown at its start. Its WAV header therefore has a filler chunk after `fmt `. Once
/// the file exceeds 4 GiB, the header is rewritten as RF64, whose additional chunk replaces the filler.
///
/// References: Multimedia Programming Interface and Data Specifications 1.0 (IBM and Microsoft, 1991), "WAVE"; EBU Tech
/// 3306, "RF64"; Apple, "Audio Interchange File Format AIFF-C" (1991).
package struct SoundFileHeader: Sendable {
    private let kind: SoundFileKind
    private let sampleRate: Int
    private let channelCount: Int

    /// Whether the header reserves space for the sizes of a file of more than 4 GiB.
    private let reservesLargeSizes: Bool

    /// Returns nil for formats other than WAV and AIFF.
    ///
    /// - Parameter expectedFrames: The maximum number of frames in the file; nil if it is unknown.
    package init?(kind: SoundFileKind, sampleRate: Int, channelCount: Int, expectedFrames: Int64?) {
        self.kind = kind
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        switch kind.header {
        case .wav:
            let frameBytes = Int64(kind.sampleBytes * channelCount)
            reservesLargeSizes = expectedFrames.map { $0 > (Self.maximumSize - 256) / max(1, frameBytes) } ?? true
        case .aiff:
            reservesLargeSizes = false
        default:
            return nil
        }
    }

    /// The largest size of a chunk, in bytes.
    private static let maximumSize = Int64(UInt32.max)

    /// The size of the header in bytes, which does not depend on the number of frames.
    package var byteCount: Int { bytes(frameCount: 0).count }

    /// The maximum number of frames in the file.
    package var maximumFrames: Int64 {
        if reservesLargeSizes { return kind.maximumFrames(channelCount: channelCount) }
        return (Self.maximumSize - 256) / Int64(max(1, kind.sampleBytes * channelCount))
    }

    /// Returns the number of padding bytes after the samples, 0 or 1: the size of a chunk is even.
    package func paddingCount(frameCount: Int64) -> Int { Int(dataBytes(frameCount) % 2) }

    /// Returns the header of a file of `frameCount` frames.
    package func bytes(frameCount: Int64) -> [UInt8] {
        kind.header == .aiff ? aiff(frameCount) : wav(frameCount)
    }

    private func dataBytes(_ frameCount: Int64) -> Int64 {
        frameCount * Int64(kind.sampleBytes * channelCount)
    }

    // MARK: - WAV

    private func wav(_ frameCount: Int64) -> [UInt8] {
        let dataBytes = dataBytes(frameCount)
        var format = HeaderBytes(isBigEndian: false)
        let isPlain = kind.waveTag == 1
        format.chunk("fmt ", size: isPlain ? 16 : 18)
        format.add(kind.waveTag)
        format.add(UInt16(truncatingIfNeeded: channelCount))
        format.add(UInt32(truncatingIfNeeded: sampleRate))
        format.add(UInt32(truncatingIfNeeded: sampleRate * channelCount * kind.sampleBytes))
        format.add(UInt16(truncatingIfNeeded: channelCount * kind.sampleBytes))
        format.add(UInt16(8 * kind.sampleBytes))
        if !isPlain {
            format.add(UInt16(0))  // no extension
            format.chunk("fact", size: 4)
            format.add(UInt32(clamping: frameCount))
        }
        // RIFF and WAVE, `fmt ` and `fact`, the chunk of sizes or its filler, and the header of the data chunk.
        let headerBytes = 12 + format.bytes.count + (reservesLargeSizes ? 8 + Self.sizesBytes : 0) + 8
        let size = Int64(headerBytes) - 8 + dataBytes + dataBytes % 2
        let isLarge = reservesLargeSizes && size > Self.maximumSize
        var header = HeaderBytes(isBigEndian: false)
        header.chunk(isLarge ? "RF64" : "RIFF", size: isLarge ? .max : UInt32(clamping: size))
        header.add("WAVE")
        if isLarge {
            header.chunk("ds64", size: UInt32(Self.sizesBytes))
            for number in [size, dataBytes, frameCount] { header.add(UInt64(number)) }
            header.add(UInt32(0))  // no sizes of other chunks
        }
        header.bytes += format.bytes
        if reservesLargeSizes, !isLarge {
            header.chunk("JUNK", size: UInt32(Self.sizesBytes))
            header.bytes += [UInt8](repeating: 0, count: Self.sizesBytes)
        }
        header.chunk("data", size: isLarge ? .max : UInt32(clamping: dataBytes))
        return header.bytes
    }

    /// The size of the chunk `ds64`, in bytes.
    private static let sizesBytes = 28

    // MARK: - AIFF

    private func aiff(_ frameCount: Int64) -> [UInt8] {
        var chunks = HeaderBytes(isBigEndian: true)
        let compression = kind.aiffCompression
        if compression != nil {
            chunks.chunk("FVER", size: 4)
            chunks.add(UInt32(0xA280_5140))  // AIFF-C, version 1
        }
        chunks.chunk("COMM", size: compression == nil ? 18 : 24)
        chunks.add(UInt16(truncatingIfNeeded: channelCount))
        chunks.add(UInt32(clamping: frameCount))
        chunks.add(UInt16(8 * kind.sampleBytes))
        // The sample rate as an 80-bit extended number (IEEE 754).
        let rate = UInt64(max(1, sampleRate))
        chunks.add(UInt16(16_383 + 63 - rate.leadingZeroBitCount))
        chunks.add(rate << UInt64(rate.leadingZeroBitCount))
        if let compression {
            chunks.add(compression)
            chunks.add(UInt16(0))  // an empty name
        }
        let dataBytes = dataBytes(frameCount)
        chunks.chunk("SSND", size: UInt32(clamping: 8 + dataBytes))
        chunks.add(UInt64(0))  // no offset before the first frame, and no block alignment
        var header = HeaderBytes(isBigEndian: true)
        let size = 4 + Int64(chunks.bytes.count) + dataBytes + dataBytes % 2
        header.chunk("FORM", size: UInt32(clamping: size))
        header.add(compression == nil ? "AIFF" : "AIFC")
        return header.bytes + chunks.bytes
    }
}

/// A builder of the bytes of a header.
private struct HeaderBytes {
    let isBigEndian: Bool
    var bytes: [UInt8] = []

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
    }

    mutating func chunk(_ name: StaticString, size: UInt32) {
        add(name)
        add(size)
    }

    mutating func add(_ name: StaticString) {
        bytes += UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
    }

    mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: isBigEndian ? number.bigEndian : number.littleEndian) { bytes += $0 }
    }
}

extension SoundFileKind {
    /// The size of a sample, in bytes.
    var sampleBytes: Int {
        switch sample {
        case .int8, .mulaw, .alaw: 1
        case .int16: 2
        case .int24: 3
        case .int32, .float: 4
        case .double: 8
        }
    }

    /// The format tag: WAVE_FORMAT_PCM, _IEEE_FLOAT, _ALAW or _MULAW.
    fileprivate var waveTag: UInt16 {
        switch sample {
        case .int8, .int16, .int24, .int32: 1
        case .float, .double: 3
        case .alaw: 6
        case .mulaw: 7
        }
    }

    /// The compression type of AIFF-C; nil for integers, which are written as plain AIFF.
    fileprivate var aiffCompression: StaticString? {
        switch sample {
        case .int8, .int16, .int24, .int32: nil
        case .float: "fl32"
        case .double: "fl64"
        case .alaw: "alaw"
        case .mulaw: "ulaw"
        }
    }
}

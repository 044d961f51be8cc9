/// The bytes in front of the samples of a WAV or AIFF file: chunks in the order that all readers take, `fmt ` or `COMM` first.
///
/// A recording does not know how long it will be. Its WAV header has a chunk of filler behind `fmt `: once the file passes 4 GiB, the
/// header is written anew as RF64, whose additional chunk takes the filler's room.
///
/// References: Multimedia Programming Interface and Data Specifications 1.0 (IBM and Microsoft, 1991), "WAVE"; EBU Tech 3306, "RF64";
/// Apple, "Audio Interchange File Format AIFF-C" (1991).
package struct SoundFileHeader: Sendable {
    private let kind: SoundFileKind
    private let sampleRate: Int
    private let channelCount: Int

    /// Whether the header has room for the sizes of a file of more than 4 GiB.
    private let hasRoom: Bool

    /// - Parameter expectedFrames: frames that the file will have at most; nil if nobody knows.
    /// - Returns: nil for other formats than WAV and AIFF.
    package init?(kind: SoundFileKind, sampleRate: Int, channelCount: Int, expectedFrames: Int64?) {
        self.kind = kind
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        switch kind.header {
        case .wav:
            let frameBytes = Int64(kind.sampleBytes * channelCount)
            hasRoom = expectedFrames.map { $0 > (Self.maximumSize - 256) / max(1, frameBytes) } ?? true
        case .aiff:
            hasRoom = false
        default:
            return nil
        }
    }

    /// The largest number that a chunk's size can be.
    private static let maximumSize = Int64(UInt32.max)

    /// Bytes of the header, whatever the number of frames: the samples begin behind it.
    package var byteCount: Int { bytes(frameCount: 0).count }

    /// Frames that the file can hold.
    package var maximumFrames: Int64 {
        if hasRoom { return kind.maximumFrames(channelCount: channelCount) }
        return (Self.maximumSize - 256) / Int64(max(1, kind.sampleBytes * channelCount))
    }

    /// Bytes behind the samples: a chunk has an even number.
    package func paddingCount(frameCount: Int64) -> Int { Int(dataBytes(frameCount) % 2) }

    /// The header of a file of so many frames.
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
            format.add(UInt16(0))  // bytes of what would follow
            format.chunk("fact", size: 4)
            format.add(UInt32(clamping: frameCount))
        }
        // RIFF and WAVE, the data's own header, and the chunk of sizes or its filler.
        let headerBytes = 12 + format.bytes.count + (hasRoom ? 8 + Self.sizesBytes : 0) + 8
        let size = Int64(headerBytes) - 8 + dataBytes + dataBytes % 2
        let isLarge = hasRoom && size > Self.maximumSize
        var header = HeaderBytes(isBigEndian: false)
        header.chunk(isLarge ? "RF64" : "RIFF", size: isLarge ? .max : UInt32(clamping: size))
        header.add("WAVE")
        if isLarge {
            header.chunk("ds64", size: UInt32(Self.sizesBytes))
            for number in [size, dataBytes, frameCount] { header.add(UInt64(number)) }
            header.add(UInt32(0))  // sizes of other chunks
        }
        header.bytes += format.bytes
        if hasRoom, !isLarge {
            header.chunk("JUNK", size: UInt32(Self.sizesBytes))
            header.bytes += [UInt8](repeating: 0, count: Self.sizesBytes)
        }
        header.chunk("data", size: isLarge ? .max : UInt32(clamping: dataBytes))
        return header.bytes
    }

    /// Bytes of the chunk `ds64`.
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
        // The rate as an 80-bit extended number (IEEE 754).
        let rate = UInt64(max(1, sampleRate))
        chunks.add(UInt16(16_383 + 63 - rate.leadingZeroBitCount))
        chunks.add(rate << UInt64(rate.leadingZeroBitCount))
        if let compression {
            chunks.add(compression)
            chunks.add(UInt16(0))  // an empty name
        }
        let dataBytes = dataBytes(frameCount)
        chunks.chunk("SSND", size: UInt32(clamping: 8 + dataBytes))
        chunks.add(UInt64(0))  // nothing before the first frame
        var header = HeaderBytes(isBigEndian: true)
        let size = 4 + Int64(chunks.bytes.count) + dataBytes + dataBytes % 2
        header.chunk("FORM", size: UInt32(clamping: size))
        header.add(compression == nil ? "AIFF" : "AIFC")
        return header.bytes + chunks.bytes
    }
}

/// Bytes of a header, number by number.
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
    /// Bytes of one sample.
    var sampleBytes: Int {
        switch sample {
        case .int8, .mulaw, .alaw: 1
        case .int16: 2
        case .int24: 3
        case .int32, .float: 4
        case .double: 8
        }
    }

    /// WAVE_FORMAT_PCM, _IEEE_FLOAT, _ALAW or _MULAW.
    fileprivate var waveTag: UInt16 {
        switch sample {
        case .int8, .int16, .int24, .int32: 1
        case .float, .double: 3
        case .alaw: 6
        case .mulaw: 7
        }
    }

    /// The type of AIFF-C; nil for whole numbers, which plain AIFF holds.
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

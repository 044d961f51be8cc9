#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// The length field in the header of a FLAC file that is being written.
///
/// libFLAC writes the length only at the end. Without it, a player cannot show the duration or seek. The header,
/// STREAMINFO, stores it in 36 bits, 21.5 bytes from the beginning of the file (RFC 9639, "Streaminfo").
final class FLACLength {
    private let descriptor: Int32

    /// The number of frames in a block. libFLAC writes a block when it is full.
    private let blockFrames: Int64

    /// Returns nil if the file cannot be opened again or is not a FLAC file.
    init?(path: String) {
        descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        var start = [UInt8](repeating: 0, count: 10)
        let isRead = pread(descriptor, &start, start.count, 0) == start.count
        blockFrames = Int64(start[8]) << 8 | Int64(start[9])
        guard isRead, start.starts(with: "fLaC".utf8), blockFrames > 0 else {
            close(descriptor)
            return nil
        }
    }

    deinit {
        close(descriptor)
    }

    /// Writes the length of all complete blocks into the header.
    ///
    /// - Parameter frames: The number of frames passed to the encoder.
    func update(_ frames: Int64) {
        // The encoder holds the last frame back until it knows whether another block follows.
        let frames = max(0, frames - 1) / blockFrames * blockFrames
        var bytes = [UInt8](repeating: 0, count: 5)
        guard pread(descriptor, &bytes, 1, 21) == 1 else { return }
        // The upper half of the first byte belongs to the sample size.
        bytes[0] = bytes[0] & 0xF0 | UInt8(truncatingIfNeeded: frames >> 32) & 0x0F
        for index in 1...4 { bytes[index] = UInt8(truncatingIfNeeded: frames >> (32 - 8 * Int64(index))) }
        _ = pwrite(descriptor, bytes, bytes.count, 21)
    }
}

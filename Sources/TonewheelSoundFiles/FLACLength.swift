#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Writes the length so far into the header of a FLAC file that is still being written.
///
/// libFLAC writes it only at the end; of a file without it a player knows neither where it ends nor where its middle is. The
/// header, STREAMINFO, has it in 36 bits, 21.5 bytes from the file's beginning (RFC 9639, "Streaminfo").
final class FLACLength {
    private let descriptor: Int32

    /// Frames in a block, which is written when it is full.
    private let blockFrames: Int64

    /// - Returns: nil if the file cannot be opened again, or is not one of these.
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

    /// - Parameter frames: that the encoder has been given.
    func update(_ frames: Int64) {
        // It keeps the last one back, to see whether there is another block.
        let frames = max(0, frames - 1) / blockFrames * blockFrames
        var bytes = [UInt8](repeating: 0, count: 5)
        guard pread(descriptor, &bytes, 1, 21) == 1 else { return }
        // The upper half of the first byte belongs to the sample size.
        bytes[0] = bytes[0] & 0xF0 | UInt8(truncatingIfNeeded: frames >> 32) & 0x0F
        for index in 1...4 { bytes[index] = UInt8(truncatingIfNeeded: frames >> (32 - 8 * Int64(index))) }
        _ = pwrite(descriptor, bytes, bytes.count, 21)
    }
}

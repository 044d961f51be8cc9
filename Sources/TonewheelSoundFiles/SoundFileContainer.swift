#if SndFile
internal import CSndFile

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A file that begins with a `SoundFileHeader`. libsndfile converts the samples and writes them after the header.
///
/// Only one thread may use it at a time.
final class SoundFileContainer {
    private let descriptor: Int32
    private let header: SoundFileHeader
    private let start: Int

    /// The position of libsndfile's next write, and the number of bytes written, both from the end of the header.
    private var position: Int64 = 0
    private var length: Int64 = 0

    /// The `errno` of the last failed write; 0 if all writes have succeeded.
    private(set) var failure: Int32 = 0

    /// Creates or replaces the file, and writes the header of an empty sound file.
    init(path: String, header: SoundFileHeader) throws(SoundFileError) {
        self.header = header
        let bytes = header.bytes(frameCount: 0)
        start = bytes.count
        descriptor = Self.create(path)
        guard descriptor >= 0 else { throw SoundFileError("Cannot write '\(path)': \(Self.text(of: errno)).") }
        guard write(bytes) else {
            throw SoundFileError("Cannot write '\(path)': \(Self.text(of: failure)).")
        }
    }

    deinit {
        if descriptor >= 0 { closeDescriptor(descriptor) }
    }

    /// Opens the file in libsndfile, to write samples. The returned handle must be closed before this object is
    /// deinitialized.
    func open(_ info: inout SF_INFO) -> OpaquePointer? {
        var functions = SF_VIRTUAL_IO(
            get_filelen: { SoundFileContainer.at($0)?.length ?? 0 },
            seek: { offset, whence, data in
                guard let file = SoundFileContainer.at(data) else { return -1 }
                switch Int32(whence) {
                case Int32(SEEK_SET): file.position = offset
                case Int32(SEEK_CUR): file.position += offset
                default: file.position = file.length + offset
                }
                return file.position
            },
            read: { _, _, _ in 0 },
            write: { bytes, count, data in
                guard let bytes, let file = SoundFileContainer.at(data) else { return 0 }
                return file.write(UnsafeRawBufferPointer(start: bytes, count: Int(count)))
            },
            tell: { SoundFileContainer.at($0)?.position ?? 0 })
        return sf_open_virtual(&functions, Int32(SFM_WRITE), &info, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Writes the current length into the header, so that the file is playable even if the program is killed.
    func updateHeader(frameCount: Int64) {
        let bytes = header.bytes(frameCount: frameCount)
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// Writes the padding and the final header.
    ///
    /// - Returns: False if this or an earlier write has failed.
    func finish(frameCount: Int64) -> Bool {
        let padding = [UInt8](repeating: 0, count: header.paddingCount(frameCount: frameCount))
        let isWritten = write(padding)
        updateHeader(frameCount: frameCount)
        return isWritten && failure == 0
    }

    private static func at(_ data: UnsafeMutableRawPointer?) -> SoundFileContainer? {
        data.map { Unmanaged<SoundFileContainer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { append($0) == $0.count }
    }

    /// Writes samples at the position, and returns the number of bytes written.
    private func write(_ bytes: UnsafeRawBufferPointer) -> sf_count_t {
        var count = 0
        if position == length {
            // A pipe supports only appending.
            count = append(bytes)
        } else {
            count = pwrite(descriptor, bytes.baseAddress, bytes.count, off_t(start) + off_t(position))
            if count < 0 {
                failure = errno
                count = 0
            }
        }
        position += Int64(count)
        length = max(length, position)
        return sf_count_t(count)
    }

    /// Appends bytes to the file, and returns the number of bytes written.
    private func append(_ bytes: UnsafeRawBufferPointer) -> Int {
        var done = 0
        while done < bytes.count {
            let count = systemWrite(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            if count > 0 {
                done += count
            } else if errno != EINTR {
                failure = errno
                break
            }
        }
        return done
    }

    private static func create(_ path: String) -> Int32 {
        #if canImport(Darwin)
        return Darwin.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        #else
        return Glibc.open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        #endif
    }

    static func text(of error: Int32) -> String { String(cString: strerror(error)) }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Darwin)
    return Darwin.write(descriptor, bytes, count)
    #else
    return Glibc.write(descriptor, bytes, count)
    #endif
}

private func closeDescriptor(_ descriptor: Int32) {
    #if canImport(Darwin)
    _ = Darwin.close(descriptor)
    #else
    _ = Glibc.close(descriptor)
    #endif
}
#endif

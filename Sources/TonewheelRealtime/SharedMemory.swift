internal import CTonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Memory that several processes see: made by one of them, sealed against resizing, and passed on by inheritance.
///
/// It has no name that anybody could find it by, and is gone with the last process that has it.
package final class SharedMemory: @unchecked Sendable {  // a pointer and a length; what lies there is its users' affair
    /// Where this process has it.
    package let bytes: UnsafeMutableRawBufferPointer

    /// What another process gets it by.
    package let descriptor: Int32

    /// Makes memory, all zeros. `[control]`
    ///
    /// - Parameter name: shown in `/proc/…/maps`.
    package convenience init(name: String, byteCount: Int) throws(SharedMemoryError) {
        let descriptor = tonewheel_memory_create(name, Int64(byteCount))
        guard descriptor >= 0 else { throw .system(errno: -descriptor) }
        do throws(SharedMemoryError) {
            try self.init(descriptor: descriptor)
        } catch {
            close(descriptor)
            throw error
        }
    }

    /// Takes memory that another process has made, and the descriptor with it. `[control]`
    ///
    /// - Throws: `SharedMemoryError` if it is no such memory, or could be resized; the descriptor is left alone then.
    package init(descriptor: Int32) throws(SharedMemoryError) {
        let byteCount = try Self.byteCount(descriptor)
        // With every page, so that none is missing when it is needed.
        #if canImport(Darwin)
        let flags = MAP_SHARED
        #else
        let flags = MAP_SHARED | MAP_POPULATE
        #endif
        guard let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, flags, descriptor, 0), base != MAP_FAILED
        else {
            throw .system(errno: errno)
        }
        self.descriptor = descriptor
        bytes = UnsafeMutableRawBufferPointer(start: base, count: byteCount)
    }

    /// How many bytes a descriptor of such memory has.
    ///
    /// - Throws: `SharedMemoryError` if it is no such memory, or could be resized.
    static func byteCount(_ descriptor: Int32) throws(SharedMemoryError) -> Int {
        let byteCount = tonewheel_memory_size(descriptor)
        guard byteCount >= 0 else {
            throw byteCount == -Int64(EPERM) ? .notSealed : .system(errno: Int32(-byteCount))
        }
        return Int(byteCount)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
        close(descriptor)
    }
}

/// Memory cannot be shared.
package enum SharedMemoryError: Error, CustomStringConvertible, Equatable {
    /// The system refuses it.
    case system(errno: Int32)

    /// Another process could resize it, and have us end by a SIGBUS.
    case notSealed

    package var description: String {
        switch self {
        case .system(let errno): "memory cannot be shared between processes: \(String(cString: strerror(errno)))"
        case .notSealed: "the memory is not sealed against resizing"
        }
    }
}

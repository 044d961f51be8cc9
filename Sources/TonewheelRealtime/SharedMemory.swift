internal import CTonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// Memory that several processes share: made by one of them, sealed against resizing, and inherited by the others.
///
/// It has no name in the file system, and is freed with the last process that has it.
package final class SharedMemory: @unchecked Sendable {  // a pointer and a length; its users guard the contents
    /// The mapping in this process.
    package let bytes: UnsafeMutableRawBufferPointer

    /// The descriptor that another process inherits.
    package let descriptor: Int32

    /// Makes memory, all zeros. `[control]`
    ///
    /// - Parameter name: the name in `/proc/…/maps`.
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

    /// Attaches to memory that another process has made, and takes ownership of the descriptor. `[control]`
    ///
    /// - Parameter isReadOnly: whether this process may only read. A write ends it then.
    /// - Throws: `SharedMemoryError` if the descriptor is not such memory, or the memory could be resized. The
    ///   descriptor is then left open.
    package init(descriptor: Int32, isReadOnly: Bool = false) throws(SharedMemoryError) {
        let byteCount = try Self.byteCount(descriptor)
        // All pages are populated, so that there are no page faults later.
        #if canImport(Darwin)
        let flags = MAP_SHARED
        #else
        let flags = MAP_SHARED | MAP_POPULATE
        #endif
        let protection = isReadOnly ? PROT_READ : PROT_READ | PROT_WRITE
        guard let base = mmap(nil, byteCount, protection, flags, descriptor, 0), base != MAP_FAILED
        else {
            throw .system(errno: errno)
        }
        self.descriptor = descriptor
        bytes = UnsafeMutableRawBufferPointer(start: base, count: byteCount)
    }

    /// Returns the size of the memory of a descriptor, in bytes.
    ///
    /// - Throws: `SharedMemoryError` if the descriptor is not such memory, or the memory could be resized.
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

/// An error of sharing memory.
package enum SharedMemoryError: Error, CustomStringConvertible, Equatable {
    /// A system call failed.
    case system(errno: Int32)

    /// Another process could resize the memory, which would end this one by a SIGBUS.
    case notSealed

    /// The error, as a clause.
    package var description: String {
        switch self {
        case .system(let errno): "memory cannot be shared between processes: \(String(cString: strerror(errno)))"
        case .notSealed: "the memory is not sealed against resizing"
        }
    }
}

import Foundation

/// One memory, mapped at two addresses, like in two processes.
final class TwiceMappedMemory {
    let first: UnsafeMutableRawBufferPointer
    let second: UnsafeMutableRawBufferPointer

    init(byteCount: Int) throws {
        let name = "/tonewheel-test-\(UUID().uuidString)"
        let descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { throw POSIXError(.EIO) }
        defer {
            close(descriptor)
            shm_unlink(name)
        }
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw POSIXError(.EIO) }
        func map() -> UnsafeMutableRawBufferPointer {
            let base = mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
            return UnsafeMutableRawBufferPointer(start: base, count: byteCount)
        }
        first = map()
        second = map()
    }

    deinit {
        munmap(first.baseAddress, first.count)
        munmap(second.baseAddress, second.count)
    }
}

/// Yields the processor to the other thread.
func yieldProcessor() {
    sched_yield()
}

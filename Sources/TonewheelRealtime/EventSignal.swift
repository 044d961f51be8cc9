internal import CTonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A descriptor that a control thread polls beside others, and that any thread of any process that has it signals.
package struct EventSignal: BitwiseCopyable, Sendable {
    package let descriptor: Int32

    /// Takes over a descriptor that another process has made. `[control]`
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Makes one; `close` ends it. `[control]`
    package init() throws(SharedMemoryError) {
        let descriptor = tonewheel_event_create()
        guard descriptor >= 0 else { throw .system(errno: -descriptor) }
        self.descriptor = descriptor
    }

    /// `[control]`, after its last use
    package func close() {
        #if canImport(Darwin)
        _ = Darwin.close(descriptor)
        #else
        _ = Glibc.close(descriptor)
        #endif
    }

    /// Takes back all signals so far. `[control]`
    package func clear() {
        tonewheel_event_clear(descriptor)
    }
}

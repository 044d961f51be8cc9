internal import CTonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// An event descriptor that a control thread polls beside others. Any thread of any process that has the descriptor can
/// signal it.
package struct EventSignal: BitwiseCopyable, Sendable {
    package let descriptor: Int32

    /// Wraps a descriptor that another process has made. `[control]`
    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Makes an event; `close` closes its descriptor. `[control]`
    package init() throws(SharedMemoryError) {
        let descriptor = tonewheel_event_create()
        guard descriptor >= 0 else { throw .system(errno: -descriptor) }
        self.descriptor = descriptor
    }

    /// Closes the descriptor. `[control]`, after its last use
    package func close() {
        #if canImport(Darwin)
        _ = Darwin.close(descriptor)
        #else
        _ = Glibc.close(descriptor)
        #endif
    }

    /// Consumes all signals so far. `[control]`
    package func clear() {
        tonewheel_event_clear(descriptor)
    }
}

internal import CTonewheel

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

/// A system thread that runs one function and is joined.
///
/// Render threads and disk threads use this type, never tasks: a task may wait for a thread that other tasks occupy.
package final class RealtimeThread: @unchecked Sendable {  // `handle` is written once, in `init`
    private final class Start {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    private var handle: pthread_t

    /// Starts the thread. `[control]`
    ///
    /// - Parameter name: the thread's name in `top -H`, at most 15 bytes.
    /// - Throws: `ThreadError` with the `errno` if the system cannot start a thread.
    package init(name: String, _ body: @escaping @Sendable () -> Void) throws(ThreadError) {
        // 512 KiB: ample for a flat render loop, and less memory to lock than the default of 8 MiB.
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 * 1024)

        let start = Unmanaged.passRetained(Start(name: name, body: body))
        #if canImport(Darwin)
        var thread: pthread_t?
        #else
        var thread = pthread_t()
        #endif
        let error = pthread_create(&thread, &attributes, RealtimeThread.main, start.toOpaque())
        guard error == 0 else {
            start.release()
            throw ThreadError(errno: error)
        }
        #if canImport(Darwin)
        handle = thread!
        #else
        handle = thread
        #endif
    }

    /// Waits for the end of the thread. Call it exactly once. `[control]`
    package func join() {
        pthread_join(handle, nil)
    }

    #if canImport(Darwin)
    private static let main: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { argument in
        run(argument)
    }
    #else
    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        run(argument!)
    }
    #endif

    private static func run(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        tonewheel_name_thread(start.name)
        start.body()
        return nil
    }
}

/// The system could not start a thread.
package struct ThreadError: Error, CustomStringConvertible {
    /// The system's error number.
    package let errno: Int32

    package var description: String {
        "A thread cannot be started (\(String(cString: strerror(errno)))). End other programs, or raise ulimit -u."
    }
}

internal import Dispatch
internal import Foundation
internal import Synchronization

/// The standard output for text that clients request. `[control]`
///
/// A separate thread writes, so that a full pipe or a stopped terminal does not block the caller.
package enum ServerOutput {
    private static let queue = DispatchQueue(label: "tonewheel.output")

    /// The number of bytes in the queue.
    private static let waiting = Mutex(0)

    /// The capacity of the queue in bytes. Text beyond it is dropped.
    package static let capacity = 1 << 20

    /// Enqueues a text.
    ///
    /// - Returns: false if the queue is full and the text is dropped.
    @discardableResult
    package static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        let bytes = Data(text.utf8)
        let fits = waiting.withLock { count in
            guard count + bytes.count <= capacity else { return false }
            count += bytes.count
            return true
        }
        guard fits else { return false }
        queue.async {
            // The reader may have closed the pipe, which is not an error.
            try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: bytes)
            waiting.withLock { $0 -= bytes.count }
        }
        return true
    }

    /// Waits until the queue has been written, for at most 0.2 s.
    package static func flush() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + 0.2)
    }
}

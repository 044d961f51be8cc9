internal import Dispatch
internal import Foundation
internal import Synchronization

/// The standard output, for what clients have asked to see there. `[control]`
///
/// A thread of its own writes: a pipe that nobody reads, or a terminal that is stopped, holds up nobody.
package enum ServerOutput {
    private static let queue = DispatchQueue(label: "tonewheel.output")

    /// Bytes that wait to be written.
    private static let waiting = Mutex(0)

    /// How many may; what is more is left out.
    package static let capacity = 1 << 20

    /// Writes a text, in its turn.
    ///
    /// - Returns: whether there was room for it.
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
            // Whoever read it may have gone, which is no error of ours.
            try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: false).write(contentsOf: bytes)
            waiting.withLock { $0 -= bytes.count }
        }
        return true
    }

    /// Waits until all has been written, but not for ever.
    package static func flush() {
        let done = DispatchSemaphore(value: 0)
        queue.async { done.signal() }
        _ = done.wait(timeout: .now() + 0.2)
    }
}

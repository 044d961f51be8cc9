internal import Synchronization
internal import TonewheelGraph
package import TonewheelOSC
package import TonewheelSynths

/// The receiver of the server's replies, which passes them to calls of this program or to the server of other clients.
/// `[control]`, any thread
///
/// Client 0 and clients whose number has the highest bit set are this program's.
package final class ReplyRouter: SynthReplies {
    /// The callbacks of the server of other clients.
    package struct Remote: Sendable {
        package var replies: any SynthReplies

        /// Called when a client clears the scheduled bundles (`/clearSched`).
        package var onClearScheduled: @Sendable () -> Void

        /// Called when a client has requested the end of the program (`/quit`).
        package var onQuit: @Sendable () -> Void

        package init(
            replies: any SynthReplies, onClearScheduled: @escaping @Sendable () -> Void,
            onQuit: @escaping @Sendable () -> Void
        ) {
            self.replies = replies
            self.onClearScheduled = onClearScheduled
            self.onQuit = onQuit
        }
    }

    let calls = PendingCalls()
    private let remote = Mutex<Remote?>(nil)

    /// Receives printed text while no other clients are served.
    private let print: @Sendable (String) -> Void

    init(print: @escaping @Sendable (String) -> Void) {
        self.print = print
    }

    func connect(_ remote: Remote?) {
        self.remote.withLock { $0 = remote }
    }

    private var current: Remote? { remote.withLock { $0 } }

    package func send(_ message: OSCMessage, to client: UInt32) {
        if LocalClient.contains(client) {
            calls.receive(message, for: client)
        } else {
            current?.replies.send(message, to: client)
        }
    }

    package func post(_ text: String) {
        if let current { current.replies.post(text) } else { print(text) }
    }

    package func withBatching(_ body: () -> Void) {
        if let current { current.replies.withBatching(body) } else { body() }
    }

    func clearScheduled() { current?.onClearScheduled() }

    func quit() { current?.onQuit() }
}

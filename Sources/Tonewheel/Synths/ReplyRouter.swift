internal import Synchronization
internal import TonewheelGraph
package import TonewheelOSC
package import TonewheelSynths

/// Sends the server's replies on: to calls of this program, or to whoever serves other clients. `[control]`, any thread
///
/// Client 0 and those with the highest bit are this program's.
package final class ReplyRouter: SynthReplies {
    /// Whoever serves clients outside this program.
    package struct Remote: Sendable {
        package var replies: any SynthReplies

        /// Called when a client wants what waits for its time to be forgotten.
        package var onClearScheduled: @Sendable () -> Void

        /// Called once a client has asked the program to end.
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

    let calls = LocalCalls()
    private let remote = Mutex<Remote?>(nil)

    /// Takes text that commands print, where nobody serves other clients.
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

    package func together(_ body: () -> Void) {
        if let current { current.replies.together(body) } else { body() }
    }

    func clearScheduled() { current?.onClearScheduled() }

    func quit() { current?.onQuit() }
}

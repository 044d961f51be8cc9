internal import Synchronization
internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// Calls of this program that wait for replies of the server. `[control]`, any thread
///
/// Each pending call has a client number of its own, so that replies to other calls cannot be mistaken for its replies.
final class PendingCalls: Sendable {
    private struct State {
        var next = LocalClient.first
        var calls: [UInt32: Call] = [:]
        var endWaiters: [Int32: [EndWaiter]] = [:]
        var nextWaiter = 0
        var failures: [String] = []
    }

    private struct Call {
        var replies: [OSCMessage] = []
        let isLast: @Sendable (OSCMessage) -> Bool
        let continuation: CheckedContinuation<[OSCMessage], Never>
    }

    /// A caller that waits for a node to end.
    private struct EndWaiter {
        let number: Int

        /// Receives the reason why the wait has failed; nil if the node has ended.
        let continuation: CheckedContinuation<String?, Never>
    }

    /// The maximum number of failures that are kept for `takeFailures`.
    private static let failureCapacity = 64

    private let state = Mutex(State())

    /// Makes a call, and waits for its replies.
    ///
    /// - Parameters:
    ///   - isLast: Whether a reply is the last one; by default `/synced` is.
    ///   - send: Sends the command, with the client number as its argument.
    func call(
        until isLast: @escaping @Sendable (OSCMessage) -> Bool = { $0.address == "/synced" }, _ send: (UInt32) -> Void
    ) async -> [OSCMessage] {
        await withCheckedContinuation { continuation in
            let client = state.withLock { state in
                let client = state.next
                state.next = client == .max ? LocalClient.first : client + 1
                state.calls[client] = Call(isLast: isLast, continuation: continuation)
                return client
            }
            send(client)
        }
    }

    /// Waits until a node ends.
    ///
    /// - Parameter body: Called once the end of the node is certain to be noticed, with the caller's number.
    /// - Returns: The reason why the wait has failed; nil if the node has ended.
    func waitForEnd(of node: Int32, _ body: (Int) -> Void) async -> String? {
        await withCheckedContinuation { continuation in
            let number = state.withLock { state in
                state.nextWaiter += 1
                state.endWaiters[node, default: []].append(
                    EndWaiter(number: state.nextWaiter, continuation: continuation))
                return state.nextWaiter
            }
            body(number)
        }
    }

    /// Resumes a caller whose wait has failed.
    func cancelWait(for node: Int32, number: Int, _ reason: String) {
        let end = state.withLock { state -> EndWaiter? in
            guard let index = state.endWaiters[node]?.firstIndex(where: { $0.number == number }) else { return nil }
            return state.endWaiters[node]?.remove(at: index)
        }
        end?.continuation.resume(returning: reason)
    }

    /// Resumes all callers that wait for the end of a node.
    func resumeWaiters(for node: Int32) {
        let waiting = state.withLock { $0.endWaiters.removeValue(forKey: node) } ?? []
        for end in waiting { end.continuation.resume(returning: nil) }
    }

    /// Returns the failures of commands without a caller, and removes them.
    func takeFailures() -> [String] {
        state.withLock { state in
            defer { state.failures = [] }
            return state.failures
        }
    }

    func receive(_ message: OSCMessage, for client: UInt32) {
        guard client == LocalClient.unattended else { return receive(message, forCall: client) }
        switch message.address {
        case "/n_end":
            if case .int32(let node)? = message.arguments.first { resumeWaiters(for: node) }
        case "/fail":
            guard let reason = Self.reason(message) else { return }
            state.withLock { state in
                if state.failures.count < Self.failureCapacity { state.failures.append(reason) }
            }
        default: break
        }
    }

    private func receive(_ message: OSCMessage, forCall client: UInt32) {
        let done: Call? = state.withLock { state in
            state.calls[client]?.replies.append(message)
            guard state.calls[client]?.isLast(message) == true else { return nil }
            return state.calls.removeValue(forKey: client)
        }
        if let done { done.continuation.resume(returning: done.replies) }
    }

    /// Returns the command and reason of a `/fail` reply; nil for any other message.
    static func reason(_ message: OSCMessage) -> String? {
        guard message.address == "/fail", message.arguments.count >= 2,
            case .string(let command) = message.arguments[0],
            case .string(let reason) = message.arguments[1]
        else { return nil }
        return "\(command): \(reason)"
    }
}

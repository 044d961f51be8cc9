internal import Synchronization
internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// Calls of this program that wait for the server's replies. `[control]`, any thread
///
/// A call that waits is a client of its own, so that nobody else's replies come in between.
final class LocalCalls: Sendable {
    private struct State {
        var next = LocalClient.first
        var calls: [UInt32: Call] = [:]
        var ends: [Int32: [End]] = [:]
        var nextEnd = 0
        var failures: [String] = []
    }

    private struct Call {
        var replies: [OSCMessage] = []
        let isLast: @Sendable (OSCMessage) -> Bool
        let continuation: CheckedContinuation<[OSCMessage], Never>
    }

    /// A caller that waits for a node's end.
    private struct End {
        let number: Int

        /// Takes the reason for which the end cannot be waited for; nil if it has come.
        let continuation: CheckedContinuation<String?, Never>
    }

    /// Failures of such commands that are kept for `takeFailures`.
    private static let failuresKept = 64

    private let state = Mutex(State())

    /// Makes a call, and waits for its replies.
    ///
    /// - Parameters:
    ///   - isLast: whether no reply follows this one; by default `/synced` is the last.
    ///   - send: is given the client's number.
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
    /// - Parameter body: runs once it is certain that the end will be heard; is given the caller's number.
    /// - Returns: the reason for which it could not be waited for; nil if the node has ended.
    func end(of node: Int32, _ body: (Int) -> Void) async -> String? {
        await withCheckedContinuation { continuation in
            let number = state.withLock { state in
                state.nextEnd += 1
                state.ends[node, default: []].append(End(number: state.nextEnd, continuation: continuation))
                return state.nextEnd
            }
            body(number)
        }
    }

    /// Resumes a caller whose node's end cannot be waited for.
    func failEnd(of node: Int32, number: Int, _ reason: String) {
        let end = state.withLock { state -> End? in
            guard let index = state.ends[node]?.firstIndex(where: { $0.number == number }) else { return nil }
            return state.ends[node]?.remove(at: index)
        }
        end?.continuation.resume(returning: reason)
    }

    /// Resumes those who wait for a node's end.
    func resumeEnd(of node: Int32) {
        let waiting = state.withLock { $0.ends.removeValue(forKey: node) } ?? []
        for end in waiting { end.continuation.resume(returning: nil) }
    }

    /// Takes the failures of commands that nobody has waited for.
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
            if case .int32(let node)? = message.arguments.first { resumeEnd(of: node) }
        case "/fail":
            guard let reason = Self.reason(message) else { return }
            state.withLock { state in
                if state.failures.count < Self.failuresKept { state.failures.append(reason) }
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

    /// The reason that a `/fail` gives; nil for any other message.
    static func reason(_ message: OSCMessage) -> String? {
        guard message.address == "/fail", message.arguments.count >= 2,
            case .string(let command) = message.arguments[0],
            case .string(let reason) = message.arguments[1]
        else { return nil }
        return "\(command): \(reason)"
    }
}

internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// A node of the tree: a synth or a group.
public protocol Node: Sendable {
    /// The synths of the node's engine.
    var synths: Synths { get }

    /// The node's number in the engine.
    var number: Int32 { get }

    /// The frame at which the node starts; nil if it was made for the next block.
    var start: Int64? { get }
}

extension Node {
    /// Frees the node, and all nodes in it. `[control]`
    ///
    /// - Parameter frame: The exact frame, counted from the engine's start; nil for the next block.
    public func free(at frame: Int64? = nil) throws(SynthError) {
        try synths.send(OSCMessage("/n_free", .int32(number)), at: frame)
    }

    /// Pauses the node, with all nodes in it, or resumes it. `[control]`
    ///
    /// - Parameters:
    ///   - isRunning: False to pause the node, true to resume it.
    ///   - frame: The exact frame, counted from the engine's start; nil for the next block.
    public func run(_ isRunning: Bool, at frame: Int64? = nil) throws(SynthError) {
        try synths.send(OSCMessage("/n_run", .int32(number), .int32(isRunning ? 1 : 0)), at: frame)
    }

    /// Moves the node to another position in the tree. `[control]`
    ///
    /// - Parameter frame: The frame, counted from the engine's start, in whose block the node moves; nil for the next
    ///   block.
    public func move(to position: NodePosition, at frame: Int64? = nil) throws(SynthError) {
        try synths.send(
            OSCMessage("/n_order", .int32(position.action.rawValue), .int32(position.target), .int32(number)),
            at: frame)
    }

    /// Waits until the node has ended; returns immediately if it has. `[control]`
    ///
    /// - Throws: `SynthError.refused` if the engine's command queue is full.
    public func end() async throws(SynthError) {
        let (host, number, start) = (try synths.host(), number, start)
        let refusal = await host.router.calls.waitForEnd(of: number) { waiter in
            // A node that has ended already, or could not be made, causes no further notification, so its state is
            // queried.
            Task {
                let replies = await host.router.calls.call(
                    until: { $0.address == "/n_info" || $0.address == "/fail" },
                    { client in
                        host.server.perform(
                            [OSCMessage("/n_query", .int32(number))], client: client, atFrame: start)
                    })
                guard let last = replies.last, let reason = PendingCalls.reason(last) else { return }
                if reason.hasSuffix(GraphFailure.nodeNotFound(number).reason(host.control.shape)) {
                    host.router.calls.resumeWaiters(for: number)
                } else {
                    host.router.calls.cancelWait(for: number, number: waiter, reason)
                }
            }
        }
        if let refusal { throw .refused(refusal) }
    }

    func set(_ controls: [String: ControlValue], at frame: Int64?) throws(SynthError) {
        var arguments: [OSCArgument] = [.int32(number)]
        for (name, value) in controls.sorted(by: { $0.key < $1.key }) { arguments += [.string(name), value.argument] }
        try synths.send(OSCMessage(address: "/n_set", arguments: arguments), at: frame)
    }
}

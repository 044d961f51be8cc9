internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// A synth or a group: what the tree is made of.
public protocol Node: Sendable {
    /// The synths that it belongs to.
    var synths: Synths { get }

    /// What the engine knows it by.
    var number: Int32 { get }

    /// The frame at which it begins; nil if it was made for the next block.
    var start: Int64? { get }
}

extension Node {
    /// Removes it, with all below.
    public func free(at frame: Int64? = nil) throws(SynthError) {
        try synths.send(OSCMessage("/n_free", .int32(number)), at: frame)
    }

    /// Pauses it, with all below, or resumes it.
    public func run(_ isRunning: Bool, at frame: Int64? = nil) throws(SynthError) {
        try synths.send(OSCMessage("/n_run", .int32(number), .int32(isRunning ? 1 : 0)), at: frame)
    }

    /// Moves it.
    public func move(to position: NodePosition, at frame: Int64? = nil) throws(SynthError) {
        try synths.send(
            OSCMessage("/n_order", .int32(position.action.rawValue), .int32(position.target), .int32(number)),
            at: frame)
    }

    /// Waits until it has ended; returns at once if it has.
    ///
    /// - Throws: `SynthError.refused` if too much is on its way to the engine to ask for that.
    public func end() async throws(SynthError) {
        let (host, number, start) = (try synths.host(), number, start)
        let refusal = await host.router.calls.end(of: number) { waiting in
            // If it has ended already, or could not be made, nobody will say so again.
            Task {
                let replies = await host.router.calls.call(
                    until: { $0.address == "/n_info" || $0.address == "/fail" },
                    { client in
                        host.server.perform(
                            [OSCMessage("/n_query", .int32(number))], client: client, atFrame: start)
                    })
                guard let last = replies.last, let reason = LocalCalls.reason(last) else { return }
                if reason.hasSuffix(GraphFailure.nodeNotFound(number).reason(host.control.shape)) {
                    host.router.calls.resumeEnd(of: number)
                } else {
                    host.router.calls.failEnd(of: number, number: waiting, reason)
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

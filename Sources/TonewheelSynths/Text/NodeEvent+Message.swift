internal import TonewheelGraph
internal import TonewheelOSC

extension NodeEvent {
    /// The notification for clients, such as `/n_go`.
    var message: OSCMessage {
        let address: OSCAddress =
            switch kind {
            case .started: "/n_go"
            case .ended: "/n_end"
            case .paused: "/n_off"
            case .resumed: "/n_on"
            case .moved: "/n_move"
            // `GraphControl.collect` reports a muted node in another way.
            case .info, .muted: "/n_info"
            }
        var arguments: [OSCArgument] = [
            .int32(id), .int32(parent), .int32(previous), .int32(next), .int32(isGroup ? 1 : 0),
        ]
        if isGroup { arguments += [.int32(head), .int32(tail)] }
        return OSCMessage(address: address, arguments: arguments)
    }
}

internal import TonewheelDSP
internal import TonewheelOSC

extension UnitMessage {
    private var label: String {
        String(decoding: (0..<Int(addressCount)).map { address[$0] }, as: UTF8.self)
    }

    /// The line for a printed value (`Poll`).
    var text: String { "\(label): \(NumberText.short(values[0]))\n" }

    /// The message for clients: `/tr`, or the address of a `SendReply`.
    var message: OSCMessage {
        let path = isPosted ? "" : label
        let values = (0..<Int(valueCount)).map { OSCArgument.float32(self.values[$0]) }
        return OSCMessage(
            address: .path(path.isEmpty ? "/tr" : path), arguments: [.int32(nodeID), .int32(id)] + values)
    }
}

internal import TonewheelGraph
internal import TonewheelOSC

/// `/status`: replies with `/status.reply`.
struct Status: ImmediateCommand {
    static let name = "/status"
    static let number: Int32 = 2

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        let counts = server.graph.counts
        let load = server.load()
        server.replies.send(
            OSCMessage(
                "/status.reply", 1, .int32(Int32(clamping: counts.units)), .int32(Int32(clamping: counts.synths)),
                .int32(Int32(clamping: counts.groups)), .int32(Int32(clamping: server.graph.definitionCount)),
                .float32(load.average), .float32(load.peak), .double(server.graph.shape.sampleRate),
                .double(load.sampleRate)),
            to: batch.client)
    }
}

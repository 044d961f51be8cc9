internal import TonewheelGraph
internal import TonewheelOSC

/// `/rtMemoryStatus`: answered with the bytes that synths may still take, and the largest piece of them. There are no pieces, so
/// that both are one. Without a limit it is the largest number that the answer has room for.
struct MemoryStatus: ImmediateCommand {
    static let name = "/rtMemoryStatus"
    static let number: Int32 = 65

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        let free = OSCArgument.int32(Int32(clamping: server.graph.synthMemory.free ?? .max))
        server.replies.send(OSCMessage("/rtMemoryStatus.reply", free, free), to: batch.client)
    }
}

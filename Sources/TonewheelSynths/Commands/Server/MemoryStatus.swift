internal import TonewheelGraph
internal import TonewheelOSC

/// `/rtMemoryStatus`: replies with the bytes that synths may still allocate, and the size of the largest free block.
/// Memory is not fragmented, so that both are equal. Without a limit they are `Int32.max`.
struct MemoryStatus: ImmediateCommand {
    static let name = "/rtMemoryStatus"
    static let number: Int32 = 65

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        let free = OSCArgument.int32(Int32(clamping: server.graph.synthMemory.free ?? .max))
        server.replies.send(OSCMessage("/rtMemoryStatus.reply", free, free), to: batch.client)
    }
}

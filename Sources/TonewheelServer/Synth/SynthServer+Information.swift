internal import TonewheelGraph
internal import TonewheelOSC

/// What the server says of itself.
extension SynthServer {
    func answerStatus(_ client: UInt32) {
        let counts = graph.counts
        let load = load()
        replies.send(
            OSCMessage(
                "/status.reply", 1, .int32(Int32(clamping: counts.units)), .int32(Int32(clamping: counts.synths)),
                .int32(Int32(clamping: counts.groups)), .int32(Int32(clamping: graph.definitionCount)),
                .float32(load.average), .float32(load.peak), .double(graph.shape.sampleRate),
                .double(load.sampleRate)),
            to: client)
    }

    func answerVersion(_ client: UInt32) {
        let numbers = options.version.split(separator: ".").map { Int32($0) ?? 0 }
        replies.send(
            OSCMessage(
                "/version.reply", .string(options.program), .int32(numbers.first ?? 0),
                .int32(numbers.dropFirst().first ?? 0),
                .string(".\(numbers.dropFirst(2).first ?? 0)"), .string(options.origin.branch),
                .string(options.origin.commit)),
            to: client)
    }

    /// What synths may still take, and the largest piece of it, in bytes: there are no pieces, so that both are one. Without a limit it
    /// is the largest number that there is room for.
    func answerMemory(_ client: UInt32) {
        let free = OSCArgument.int32(Int32(clamping: graph.synthMemory.free ?? .max))
        replies.send(OSCMessage("/rtMemoryStatus.reply", free, free), to: client)
    }
}

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

    /// There is no memory pool that could be used up: what is free is said to be much.
    func answerMemory(_ client: UInt32) {
        replies.send(OSCMessage("/rtMemoryStatus.reply", .int32(.max), .int32(.max)), to: client)
    }
}

/// `/b_free`: frees the memory of a buffer.
struct FreeBuffer: BufferCommand {
    static let name = "/b_free"
    static let number: Int32 = 32

    let number: Int32
    let completion: [UInt8]?

    init(_ number: Int32, _ arguments: inout CommandArguments) {
        self.number = number
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try server.files.close(number, origin)
        try server.buffers.allocate(number, frameCount: 0, channelCount: 0, sampleRate: 0, origin)
    }
}

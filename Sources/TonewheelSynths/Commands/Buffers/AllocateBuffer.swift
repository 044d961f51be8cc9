/// `/b_alloc`: allocates a buffer, filled with zeros.
struct AllocateBuffer: BufferCommand {
    static let name = "/b_alloc"
    static let number: Int32 = 28

    let number: Int32
    let completion: [UInt8]?
    private let frameCount: Int32
    private let channelCount: Int32

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        frameCount = try arguments.int("the number of frames")
        guard frameCount > 0 else { throw CommandError("a buffer has 1 frame or more, not \(frameCount)") }
        channelCount = arguments.isAtBlob ? 1 : try arguments.int("the number of channels", default: 1)
        guard channelCount > 0 else { throw CommandError("a buffer has 1 channel or more, not \(channelCount)") }
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try server.files.close(number, origin)
        try server.buffers.allocate(
            number, frameCount: Int(frameCount), channelCount: Int(channelCount), origin)
    }
}

/// `/b_allocReadChannel`: allocates a buffer and reads channels of a sound file into it.
struct AllocateBufferFromChannels: BufferCommand {
    static let name = "/b_allocReadChannel"
    static let number: Int32 = 54

    let number: Int32
    let completion: [UInt8]?
    private let part: FilePart

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        part = try FilePart(&arguments, hasChannels: true, hasBufferStart: false)
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try part.allocate(number, server, origin)
    }
}

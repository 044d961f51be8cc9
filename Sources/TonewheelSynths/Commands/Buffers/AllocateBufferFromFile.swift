/// `/b_allocRead`: allocates a buffer and reads a sound file into it.
struct AllocateBufferFromFile: BufferCommand {
    static let name = "/b_allocRead"
    static let number: Int32 = 29

    let number: Int32
    let completion: [UInt8]?
    private let part: FilePart

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        part = try FilePart(&arguments, hasChannels: false, hasBufferStart: false)
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try part.allocate(number, server, origin)
    }
}

/// `/b_read`: reads a sound file into a buffer.
struct ReadIntoBuffer: BufferCommand {
    static let name = "/b_read"
    static let number: Int32 = 30

    let number: Int32
    let completion: [UInt8]?
    private let part: FilePart

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        part = try FilePart(&arguments, hasChannels: false, hasBufferStart: true)
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try part.read(into: number, server, origin)
    }
}

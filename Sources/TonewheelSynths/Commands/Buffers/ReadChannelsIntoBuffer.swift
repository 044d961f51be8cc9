/// `/b_readChannel`: reads channels of a sound file into a buffer.
struct ReadChannelsIntoBuffer: BufferCommand {
    static let name = "/b_readChannel"
    static let number: Int32 = 55

    let number: Int32
    let completion: [UInt8]?
    private let part: FilePart

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        part = try FilePart(&arguments, hasChannels: true, hasBufferStart: true)
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try part.read(into: number, server, origin)
    }
}

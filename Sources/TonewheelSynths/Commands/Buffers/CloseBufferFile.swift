/// `/b_close`: closes the open sound file of a buffer.
struct CloseBufferFile: BufferCommand {
    static let name = "/b_close"
    static let number: Int32 = 33
    static let takesBuffer = false

    let number: Int32
    let completion: [UInt8]?

    init(_ number: Int32, _ arguments: inout CommandArguments) {
        self.number = number
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        try server.files.close(number, origin)
    }
}

internal import TonewheelDSP

/// `/b_zero`: sets all samples of a buffer to 0.
struct ZeroBuffer: BufferCommand {
    static let name = "/b_zero"
    static let number: Int32 = 34

    let number: Int32
    let completion: [UInt8]?

    init(_ number: Int32, _ arguments: inout CommandArguments) {
        self.number = number
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        let old = try server.buffers.present(number)
        let memory = try server.buffers.memory(
            of: number, frameCount: old.frameCount, channelCount: old.channelCount, sampleRate: old.sampleRate)
        try server.buffers.swap(number, memory, keepsRate: true, origin)
    }
}

internal import TonewheelDSP
internal import TonewheelSoundFiles

/// `/b_write`: writes a buffer to a sound file.
struct WriteBuffer: BufferCommand {
    static let name = "/b_write"
    static let number: Int32 = 31

    let number: Int32
    let completion: [UInt8]?
    private let path: String
    private let kind: SoundFileKind
    private let frameCount: Int
    private let start: Int
    private let leavesOpen: Bool

    init(_ number: Int32, _ arguments: inout CommandArguments) throws(CommandError) {
        self.number = number
        path = try arguments.string("the file's path")
        let header = try arguments.string("the header format", default: "aiff")
        let sample = try arguments.string("the sample format", default: "int16")
        // The remaining arguments are optional, and a blob ends them.
        frameCount = arguments.isAtBlob ? -1 : Int(try arguments.int("the number of frames", default: -1))
        start = arguments.isAtBlob ? 0 : Int(try arguments.int("the first frame", default: 0))
        leavesOpen = arguments.isAtBlob ? false : try arguments.int("whether to leave the file open", default: 0) != 0
        do throws(SoundFileError) {
            kind = try SoundFileKind(header: header, sample: sample)
        } catch {
            throw CommandError(error.description)
        }
        completion = arguments.completion()
    }

    func run(_ server: SynthServer, _ origin: Origin) throws(CommandError) {
        let contents = try server.buffers.present(number)
        try server.buffers.settle(number, origin)
        let path = try server.paths(origin).new(path)
        guard start >= 0, start <= contents.frameCount else {
            throw CommandError("the buffer \(number) has no frame \(start): it has \(contents.frameCount)")
        }
        let left = contents.frameCount - start
        let count = frameCount < 0 ? left : min(left, frameCount)
        let channelCount = contents.channelCount
        if leavesOpen { try server.files.close(number, origin) }
        let file: SoundFileWriter
        do throws(SoundFileError) {
            file = try SoundFileWriter(
                path: path, kind: kind, sampleRate: contents.sampleRate, channelCount: channelCount,
                expectedFrames: leavesOpen ? nil : Int64(count))
            try file.write(contents.samples + start * channelCount, frameCount: count)
            if !leavesOpen { try file.close() }
        } catch {
            throw CommandError(error.description)
        }
        guard leavesOpen else { return }
        let remaining = kind.maximumFrames(channelCount: channelCount) - Int64(count)
        try server.files.open(
            file, path, maximumFrames: remaining, for: number, channelCount: channelCount,
            frameCount: contents.frameCount,
            origin)
    }
}

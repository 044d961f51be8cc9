internal import TonewheelOSC

/// `/version`: replies with `/version.reply`.
struct Version: ImmediateCommand {
    static let name = "/version"
    static let number: Int32 = 64

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        let options = server.options
        let numbers = options.version.split(separator: ".").map { Int32($0) ?? 0 }
        server.replies.send(
            OSCMessage(
                "/version.reply", .string(options.program), .int32(numbers.first ?? 0),
                .int32(numbers.dropFirst().first ?? 0),
                .string(".\(numbers.dropFirst(2).first ?? 0)"), .string(options.origin.branch),
                .string(options.origin.commit)),
            to: batch.client)
    }
}

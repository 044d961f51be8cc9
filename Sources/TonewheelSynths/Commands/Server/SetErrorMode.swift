/// `/error`: turns the reporting of failures off (0) or on (1); -1 and -2 do so until the end of the packet.
struct SetErrorMode: ImmediateCommand {
    static let name = "/error"
    static let number: Int32 = 58

    /// The mode applies to the packet that contains it.
    static let startsWhenDue = false

    private let mode: Int32

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        mode = try arguments.int("the mode")
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        batch.isSilent = mode == 0 || mode == -1
        if mode >= 0 { server.setSilent(batch.isSilent) }
    }
}

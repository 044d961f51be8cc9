/// `/error`: whether failures are reported: 0 not, 1 again; -1 and -2 the same until the end of the packet.
struct SetErrorMode: ImmediateCommand {
    static let name = "/error"
    static let number: Int32 = 58

    /// It belongs to its packet.
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

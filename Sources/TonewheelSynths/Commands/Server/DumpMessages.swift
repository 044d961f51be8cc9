/// `/dumpOSC`: prints the messages that arrive.
struct DumpMessages: ImmediateCommand {
    static let name = "/dumpOSC"
    static let number: Int32 = 39

    private let mode: Int32

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        mode = try arguments.int("the mode")
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        server.setDumpMode(mode)
    }
}

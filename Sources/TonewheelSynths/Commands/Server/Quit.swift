/// `/quit`: completes open files, then ends the program.
struct Quit: ImmediateCommand {
    static let name = "/quit"
    static let number: Int32 = 3

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        let origin = batch.origin
        try server.runOnLane {
            server.files.closeAll()
            server.done([], origin)
            server.onQuit()
        }
    }
}

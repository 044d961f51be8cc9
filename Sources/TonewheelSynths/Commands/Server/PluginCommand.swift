/// `/cmd`: a command of a plugin; there are none.
struct PluginCommand: ImmediateCommand {
    static let name = "/cmd"
    static let number: Int32 = 4

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        let name = try arguments.string("the command's name")
        throw CommandError("there is no command '\(name)': commands come from plugins, and there are none here")
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {}
}

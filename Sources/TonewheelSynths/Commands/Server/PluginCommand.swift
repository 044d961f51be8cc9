/// `/cmd`: a command of a plugin. It always fails, since there are no plugins.
struct PluginCommand: ImmediateCommand {
    static let name = "/cmd"
    static let number: Int32 = 4

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        let name = try arguments.string("the command's name")
        throw CommandError("no such command '\(name)': commands come from plugins, which are not supported")
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {}
}

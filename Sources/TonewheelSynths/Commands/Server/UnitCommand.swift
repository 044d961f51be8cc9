/// `/u_cmd`: a command of a unit. It always fails, since no unit has commands.
struct UnitCommand: ImmediateCommand {
    static let name = "/u_cmd"
    static let number: Int32 = 20

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        _ = try arguments.node()
        _ = try arguments.int("the unit's index")
        throw CommandError("no unit here has a command '\(try arguments.string("the command's name"))'")
    }

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {}
}

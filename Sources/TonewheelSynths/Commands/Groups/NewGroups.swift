/// `/g_new`: creates groups.
struct NewGroups: GraphCommand {
    static let name = "/g_new"
    static let number: Int32 = 21

    private let groups: GroupList

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        groups = try GroupList(&arguments)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try groups.prepare(&batch, server)
    }
}

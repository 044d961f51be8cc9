/// `/p_new`: creates groups whose children may be rendered in any order. Here they are rendered in tree order.
struct NewParallelGroups: GraphCommand {
    static let name = "/p_new"
    static let number: Int32 = 63

    private let groups: GroupList

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        groups = try GroupList(&arguments)
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) throws(CommandError) {
        try groups.prepare(&batch, server)
    }
}

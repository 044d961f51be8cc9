internal import TonewheelGraph

/// `/g_deepFree`: frees all synths in groups and their subgroups.
struct FreeSynths: GraphCommand {
    static let name = "/g_deepFree"
    static let number: Int32 = 50

    private let groups: [Int32]

    init(_ arguments: inout CommandArguments) throws(CommandError) {
        groups = try arguments.nodes()
    }

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {
        for group in groups { batch.add(.freeSynths(group)) }
    }
}

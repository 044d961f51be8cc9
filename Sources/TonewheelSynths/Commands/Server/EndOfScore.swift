/// `/nrt_end`: marks the end of a score. The command is a no-op.
struct EndOfScore: GraphCommand {
    static let name = "/nrt_end"
    static let number: Int32 = 1000

    init(_ arguments: inout CommandArguments) {}

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {}
}

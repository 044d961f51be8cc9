/// `/nrt_end`: marks the end of a score, and does nothing itself.
struct EndOfScore: GraphCommand {
    static let name = "/nrt_end"
    static let number: Int32 = 1000

    init(_ arguments: inout CommandArguments) {}

    func prepare(_ batch: inout CommandBatch, _ server: SynthServer) {}
}

internal import TonewheelGraph

/// `/clearSched`: discards the packets of clients that wait for their time.
struct ClearSchedule: ImmediateCommand {
    static let name = "/clearSched"
    static let number: Int32 = 51

    init(_ arguments: inout CommandArguments) {}

    func perform(_ batch: inout CommandBatch, _ server: SynthServer) {
        server.timed.removeAll(for: batch.origin.client)
        server.onClearScheduled()
        batch.add(.clearScheduled)
    }
}

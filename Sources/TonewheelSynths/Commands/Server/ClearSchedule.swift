internal import TonewheelGraph

/// `/clearSched`: forgets all that clients have sent and that waits for its time.
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

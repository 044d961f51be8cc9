internal import Synchronization
internal import TonewheelGraph

/// Numbers of nodes, buses and buffers that this program takes. `[control]`, any thread
///
/// Buses and buffers are taken from the last one downwards, since other clients take them from the first one upwards. Nodes have
/// negative numbers, which other clients may not give.
final class LocalNumbers: Sendable {
    /// Numbers of a kind, in runs of neighbours.
    private struct Pool {
        let name: String
        let lowest: Int
        var next: Int
        var free: [Int: [Int]] = [:]

        mutating func take(_ count: Int) throws(SynthError) -> Int {
            guard count > 0 else { throw .refused("there are 1 or more \(name), not \(count)") }
            if let first = free[count]?.popLast() { return first }
            guard next - count >= lowest else { throw .noneLeft(name) }
            next -= count
            return next
        }

        mutating func giveBack(_ first: Int, _ count: Int) { free[count, default: []].append(first) }
    }

    private struct State {
        var audioBuses: Pool
        var controlBuses: Pool
        var buffers: Pool
    }

    enum Kind {
        case audioBus, controlBus, buffer
    }

    private let state: Mutex<State>
    private let node = Atomic(OwnNodes.lastOfPrograms)

    init(_ shape: GraphShape) {
        let heard = shape.outputBusCount + shape.inputBusCount
        state = Mutex(
            State(
                audioBuses: Pool(name: "audio buses", lowest: heard, next: shape.audioBusCount),
                controlBuses: Pool(name: "control buses", lowest: 0, next: shape.controlBusCount),
                buffers: Pool(name: "buffers", lowest: 0, next: shape.bufferCount)))
    }

    /// A number that no node has.
    func newNode() -> Int32 { node.wrappingSubtract(1, ordering: .relaxed).oldValue }

    /// The first of `count` neighbours that nobody here has.
    func take(_ kind: Kind, count: Int = 1) throws(SynthError) -> Int32 {
        let result = state.withLock { state in
            Result { () throws(SynthError) -> Int in
                switch kind {
                case .audioBus: try state.audioBuses.take(count)
                case .controlBus: try state.controlBuses.take(count)
                case .buffer: try state.buffers.take(count)
                }
            }
        }
        return Int32(try result.get())
    }

    func giveBack(_ first: Int32, _ kind: Kind, count: Int = 1) {
        state.withLock { state in
            switch kind {
            case .audioBus: state.audioBuses.giveBack(Int(first), count)
            case .controlBus: state.controlBuses.giveBack(Int(first), count)
            case .buffer: state.buffers.giveBack(Int(first), count)
            }
        }
    }
}

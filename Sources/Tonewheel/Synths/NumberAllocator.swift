internal import Synchronization
internal import TonewheelGraph

/// The allocator of this program's numbers of nodes, buses and buffers. `[control]`, any thread
///
/// Buses and buffers are allocated from the last one downwards, since other clients usually allocate from the first one
/// upwards. Nodes have negative numbers, which other clients may not use.
final class NumberAllocator: Sendable {
    /// The numbers of one kind, in contiguous ranges.
    private struct Pool {
        let name: String
        let lowest: Int
        var next: Int
        var free: [Int: [Int]] = [:]

        mutating func allocate(_ count: Int) throws(SynthError) -> Int {
            guard count > 0 else { throw .refused("The number of \(name) must be 1 or more, not \(count).") }
            if let first = free[count]?.popLast() { return first }
            guard next - count >= lowest else { throw .noneLeft(name) }
            next -= count
            return next
        }

        mutating func release(_ first: Int, _ count: Int) { free[count, default: []].append(first) }
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
    private let node = Atomic(ReservedIDs.highestProgramID)

    init(_ shape: GraphShape) {
        let hardwareBuses = shape.outputBusCount + shape.inputBusCount
        state = Mutex(
            State(
                audioBuses: Pool(name: "audio buses", lowest: hardwareBuses, next: shape.audioBusCount),
                controlBuses: Pool(name: "control buses", lowest: 0, next: shape.controlBusCount),
                buffers: Pool(name: "buffers", lowest: 0, next: shape.bufferCount)))
    }

    /// Returns a number that no node has had.
    func allocateNode() -> Int32 { node.wrappingSubtract(1, ordering: .relaxed).oldValue }

    /// Returns the first of `count` contiguous numbers that are free in this program.
    func allocate(_ kind: Kind, count: Int = 1) throws(SynthError) -> Int32 {
        let result = state.withLock { state in
            Result { () throws(SynthError) -> Int in
                switch kind {
                case .audioBus: try state.audioBuses.allocate(count)
                case .controlBus: try state.controlBuses.allocate(count)
                case .buffer: try state.buffers.allocate(count)
                }
            }
        }
        return Int32(try result.get())
    }

    func release(_ first: Int32, _ kind: Kind, count: Int = 1) {
        state.withLock { state in
            switch kind {
            case .audioBus: state.audioBuses.release(Int(first), count)
            case .controlBus: state.controlBuses.release(Int(first), count)
            case .buffer: state.buffers.release(Int(first), count)
            }
        }
    }
}

/// The requests of units concerning other nodes. The graph executes them after the synth has rendered its block.
/// `[render]`
///
/// The list is bounded; requests in excess of `capacity` in one block of one synth are dropped.
package struct NodeRequests: BitwiseCopyable {
    /// The action requested for a node.
    package enum Action: UInt8, BitwiseCopyable, Sendable {
        case free, pause, resume
    }

    package struct Request: BitwiseCopyable, Sendable {
        package let nodeID: Int32
        package let action: Action

        @_noLocks @_noAllocation
        package init(nodeID: Int32, action: Action) {
            self.nodeID = nodeID
            self.action = action
        }
    }

    /// The maximum number of pending requests.
    package static var capacity: Int { @_noLocks @_noAllocation get { 256 } }

    private let requests: UnsafeMutablePointer<Request>
    private let counter: UnsafeMutablePointer<Int>

    package init(requests: UnsafeMutablePointer<Request>, counter: UnsafeMutablePointer<Int>) {
        self.requests = requests
        self.counter = counter
    }

    package var count: Int {
        @_noLocks @_noAllocation get { counter.pointee }
    }

    package subscript(index: Int) -> Request {
        @_noLocks @_noAllocation get { requests[index] }
    }

    @_noLocks @_noAllocation
    package func request(_ action: Action, of nodeID: Int32) {
        guard counter.pointee < Self.capacity else { return }
        requests[counter.pointee] = Request(nodeID: nodeID, action: action)
        counter.pointee = counter.pointee &+ 1
    }

    @_noLocks @_noAllocation
    package func clear() {
        counter.pointee = 0
    }
}

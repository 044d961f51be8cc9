internal import Synchronization
internal import TonewheelRealtime

/// The position of a worker when it ended by its own fault, or hung.
package struct WorkerCrash: Sendable {
    /// The node that was rendered, the mark of the unit (`RenderMark`), and the block; 0 for no node.
    package let node: Int64
    package let unit: Int64
    package let block: Int64

    /// The packet that was prepared, if the control thread caused the fault; 0 for none.
    package let packet: UInt64

    /// The cause, as a clause.
    package let cause: String

    init(_ memory: WorkerMemory, isRendering: Bool, _ cause: String) {
        node = isRendering ? memory.mark.node : 0
        unit = isRendering ? memory.mark.unit : 0
        block = memory.mark.block
        packet = isRendering ? 0 : UInt64(bitPattern: memory.health.command.pointee.load(ordering: .relaxed))
        self.cause = cause
    }
}

internal import TonewheelDSP

/// Reads a synth's controls, wherever they are mapped to.
enum ControlReader {
    /// The value of the control at `index` in this block: its own, or that of the bus it is mapped to.
    @_noLocks @_noAllocation
    static func value(_ block: borrowing Block, _ index: Int) -> Float {
        // A synth that goes on with a block has it already, and may have written to the bus since.
        if block.isContinued { return block.synth.pointee.controls[index] }
        let mapping = block.synth.pointee.mappings[index]
        switch mapping.source {
        case .value: return block.synth.pointee.controls[index]
        case .controlBus:
            let buses = block.context.controlBuses
            if let bus = buses.index(Float(mapping.bus)) { return buses[bus] }
        case .audioBus:
            let buses = block.context.audioBuses
            if let bus = buses.index(Float(mapping.bus)) { return buses.memory(of: bus)[0] }
        }
        return 0
    }
}

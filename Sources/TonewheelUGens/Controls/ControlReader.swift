internal import TonewheelDSP

/// The reader of a synth's controls, mapped or not.
enum ControlReader {
    /// Returns the value of the control at `index` in this block: its own, or that of the bus to which it is mapped. 0
    /// if that bus does not exist.
    @_noLocks @_noAllocation
    static func value(_ block: borrowing Block, _ index: Int) -> Float {
        // In a later piece of a block the value has been read already, and the synth may have written to the bus since.
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

/// What the units of one synth share: plain pointers and numbers, in the synth's own memory.
package struct SynthContext: BitwiseCopyable {
    /// The node's number.
    package var nodeID: Int32

    /// Whether the synth renders its first block.
    package var isFirst = true

    /// How many frames of its first block had passed when it was to start: `OffsetOut` delays by as many.
    package var offsetFrames = 0

    /// What a unit has asked for, when it was done: a `DoneAction`. The graph looks at it after the synth's block.
    package var doneAction: Int32 = 0

    /// The controls' values.
    package var controls: UnsafeMutablePointer<Float>

    /// For each control what it is mapped to.
    package var mappings: UnsafeMutablePointer<ControlMapping>

    /// For each unit, in the order of the definition, whether it is done.
    package var doneFlags: UnsafeMutablePointer<Bool>

    /// The memory that units have taken.
    package var memory: UnsafeMutablePointer<Float>

    @_noLocks @_noAllocation
    package init(
        nodeID: Int32,
        controls: UnsafeMutablePointer<Float>,
        mappings: UnsafeMutablePointer<ControlMapping>,
        doneFlags: UnsafeMutablePointer<Bool>,
        memory: UnsafeMutablePointer<Float>
    ) {
        self.nodeID = nodeID
        self.controls = controls
        self.mappings = mappings
        self.doneFlags = doneFlags
        self.memory = memory
    }

    /// Notes that the unit at `index` is done, and what is to become of the synth. `[render]`
    ///
    /// - Parameter action: a `DoneAction`; what is none does nothing.
    @inlinable
    @_noLocks @_noAllocation
    package mutating func finish(unit index: Int, action: Float) {
        doneFlags[index] = true
        if action >= 1, action < 16 { doneAction = Int32(action) }
    }
}

/// What a control takes its value from.
package struct ControlMapping: BitwiseCopyable, Sendable, Equatable {
    package enum Source: UInt8, BitwiseCopyable, Sendable {
        /// What it was set to.
        case value
        /// A control bus.
        case controlBus
        /// An audio bus.
        case audioBus
    }

    package var source: Source
    package var bus: Int32

    @_noLocks @_noAllocation
    package init(_ source: Source, bus: Int32) {
        self.source = source
        self.bus = bus
    }
}

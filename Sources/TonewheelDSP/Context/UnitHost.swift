/// What units need around them where there is no graph: for the built-in tone, benchmarks and tests. `[control]`
package final class UnitHost: @unchecked Sendable {  // what it points to belongs to whoever renders
    package let memory: RenderMemory

    /// What the units share, as if they were one synth.
    package let synth: UnsafeMutablePointer<SynthContext>

    private let controls: UnsafeMutablePointer<Float>
    private let mappings: UnsafeMutablePointer<ControlMapping>
    private let doneFlags: UnsafeMutablePointer<Bool>
    private let samples: UnsafeMutablePointer<Float>
    private let sampleCount: Int
    private let heldValues: UnsafeMutablePointer<Float>

    /// The inputs of the units, one unit's after the other's, for those who render in pieces; nothing is there at first.
    package let signals: UnsafeMutablePointer<Signal>

    /// - Parameters:
    ///   - shape: what there is of buses and buffers; by default next to nothing.
    ///   - controlCount: controls, all 0.
    ///   - memoryCount: samples that the units have taken.
    ///   - signalCount: inputs of all units, if they are rendered in pieces.
    package init(
        _ shape: RenderMemory.Shape = RenderMemory.Shape(
            audioBusCount: 1, controlBusCount: 1, bufferCount: 1, messageCapacity: 1),
        controlCount: Int = 0, unitCount: Int = 1, memoryCount: Int = 0, signalCount: Int = 0
    ) {
        memory = RenderMemory(shape)
        sampleCount = memoryCount
        controls = .allocate(capacity: controlCount)
        controls.initialize(repeating: 0, count: controlCount)
        mappings = .allocate(capacity: controlCount)
        mappings.initialize(repeating: ControlMapping(.value, bus: 0), count: controlCount)
        doneFlags = .allocate(capacity: unitCount)
        doneFlags.initialize(repeating: false, count: unitCount)
        samples = .allocate(capacity: memoryCount)
        samples.initialize(repeating: 0, count: memoryCount)
        heldValues = .allocate(capacity: signalCount)
        heldValues.initialize(repeating: 0, count: signalCount)
        signals = .allocate(capacity: signalCount)
        synth = .allocate(capacity: 1)
        synth.initialize(
            to: SynthContext(
                nodeID: 1000, controls: controls, mappings: mappings, doneFlags: doneFlags, memory: samples,
                signals: signals, heldValues: heldValues))
    }

    deinit {
        synth.deallocate()
        signals.deallocate()
        heldValues.deallocate()
        samples.deallocate()
        doneFlags.deallocate()
        mappings.deallocate()
        controls.deallocate()
    }

    /// Zeroes the memory that units have taken, before they are reset.
    package func clear() {
        samples.update(repeating: 0, count: sampleCount)
        synth.pointee.isFirst = true
        synth.pointee.doneAction = 0
    }
}

/// A minimal environment for units without a graph: for the built-in tone, benchmarks and tests. `[control]`
package final class UnitHost: @unchecked Sendable {  // the memory it points to belongs to the render thread
    package let memory: RenderMemory

    /// The context of the units, as if they formed one synth.
    package let synth: UnsafeMutablePointer<SynthContext>

    private let controls: UnsafeMutablePointer<Float>
    private let mappings: UnsafeMutablePointer<ControlMapping>
    private let doneFlags: UnsafeMutablePointer<Bool>
    private let samples: UnsafeMutablePointer<Float>
    private let sampleCount: Int
    private let heldValues: UnsafeMutablePointer<Float>

    /// The inputs of all units, in the order of the units, for rendering in pieces. Initially uninitialized.
    package let signals: UnsafeMutablePointer<Signal>

    /// - Parameters:
    ///   - shape: the sizes of buses and buffers; the default is minimal.
    ///   - controlCount: the number of controls, all 0.
    ///   - memoryCount: the number of samples that the units have reserved.
    ///   - signalCount: the number of inputs of all units, if they are rendered in pieces.
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

    /// Zeroes the memory that units have reserved, before they are reset.
    package func clear() {
        samples.update(repeating: 0, count: sampleCount)
        synth.pointee.isFirst = true
        synth.pointee.doneAction = 0
    }
}

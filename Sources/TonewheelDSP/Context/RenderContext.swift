/// What lies outside a unit, and is reached by all units of an engine: plain pointers, valid while the engine renders.
///
/// `RenderMemory` has the memory behind it.
public struct RenderContext: BitwiseCopyable {
    /// Frames a second of the sound.
    public let sampleRate: Double

    /// Frames of a control period: what a block of the graph has.
    public let blockFrames: Int

    /// One cycle of a sine.
    public let sine: Wavetable.Reader

    /// The buses of audio signals.
    public let audioBuses: AudioBuses

    /// The buses of values.
    public let controlBuses: ControlBuses

    /// The stored samples.
    public let buffers: BufferTable

    /// The first buses are the outputs; the inputs follow.
    public let outputBusCount: Int
    package let inputBusCount: Int

    /// Synths that there are.
    public let synthCount: UnsafePointer<Int>

    /// What units have to say to clients.
    package let messages: UnitMessages

    /// What units ask of other nodes.
    package let nodeRequests: NodeRequests

    /// How many buses there are of the kind that a control is mapped to; 0 for none.
    @_noLocks @_noAllocation
    package func busCount(_ source: ControlMapping.Source) -> Int {
        switch source {
        case .value: return 0
        case .controlBus: return controlBuses.count
        case .audioBus: return audioBuses.count
        }
    }
}

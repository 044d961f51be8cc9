/// The state shared by all units of an engine: plain pointers, valid while the engine renders.
///
/// `RenderMemory` owns the memory.
public struct RenderContext: BitwiseCopyable {
    /// The audio sample rate, in hertz.
    public let sampleRate: Double

    /// The number of frames in a control period, which is one block of the graph.
    public let blockFrames: Int

    /// One cycle of a sine.
    public let sine: Wavetable.Reader

    /// The audio buses.
    public let audioBuses: AudioBuses

    /// The control buses.
    public let controlBuses: ControlBuses

    /// The table of buffers.
    public let buffers: BufferTable

    /// The number of output buses. They come first; the input buses follow.
    public let outputBusCount: Int
    package let inputBusCount: Int

    /// The number of synths in the tree.
    public let synthCount: UnsafePointer<Int>

    /// The messages from units to clients.
    package let messages: UnitMessages

    /// The requests of units concerning other nodes.
    package let nodeRequests: NodeRequests

    /// Returns the number of buses of the kind that a control is mapped to; 0 for `value`.
    @_noLocks @_noAllocation
    package func busCount(_ source: ControlMapping.Source) -> Int {
        switch source {
        case .value: return 0
        case .controlBus: return controlBuses.count
        case .audioBus: return audioBuses.count
        }
    }
}

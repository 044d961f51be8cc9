/// What lies outside a unit, and is reached by all units of an engine: plain pointers, valid while the engine renders.
///
/// `RenderMemory` has the memory behind it.
package struct RenderContext: BitwiseCopyable {
    /// Frames a second of the sound.
    package let sampleRate: Double

    /// Frames of a control period: what a block of the graph has.
    package let blockFrames: Int

    /// One cycle of a sine.
    package let sine: Wavetable.Reader

    package let audioBuses: AudioBuses
    package let controlBuses: ControlBuses
    package let buffers: BufferTable

    /// The first buses are the outputs; the inputs follow.
    package let outputBusCount: Int
    package let inputBusCount: Int

    /// Synths that there are.
    package let synthCount: UnsafePointer<Int>

    /// What units have to say to clients.
    package let messages: UnitMessages
}

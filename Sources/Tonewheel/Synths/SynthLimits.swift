package import TonewheelGraph

/// The capacities of an engine's synthesis graph. They are fixed at the first start: nothing is allocated later, and a
/// command that exceeds a capacity is refused.
public struct SynthLimits: Hashable, Sendable {
    /// The maximum number of synths and groups, 1 … 1,048,576.
    public var nodes = 1024

    /// The maximum number of SynthDefs, 0 … 1,048,576.
    public var definitions = 1024

    /// The number of buffers, 0 … 1,048,576.
    public var buffers = 1024

    /// The number of audio buses, including those of outputs and inputs, 0 … 65,536.
    public var audioBuses = 1024

    /// The number of control buses, 0 … 1,048,576.
    public var controlBuses = 16_384

    /// The maximum number of audio signals that the units of one synth need at the same time, 0 … 65,536.
    public var wires = 64

    /// The maximum number of bytes of all synths together; nil for no limit.
    public var synthMemory: Int?

    /// The seed of all random numbers. The same seed and the same commands produce the same samples.
    public var seed: UInt64 = 0

    /// Creates the default capacities.
    public init() {}

    package init(_ shape: GraphShape) {
        nodes = shape.nodeCapacity
        definitions = shape.definitionCapacity
        buffers = shape.bufferCount
        audioBuses = shape.audioBusCount
        controlBuses = shape.controlBusCount
        wires = shape.wireCount
        synthMemory = shape.synthMemory
        seed = shape.seed
    }

    /// Returns the shape of a graph with these capacities.
    func shape(
        sampleRate: Double, blockFrames: Int, outputs: Int, inputs: Int
    ) -> GraphShape {
        var shape = GraphShape()
        shape.sampleRate = sampleRate
        shape.blockFrames = blockFrames
        shape.outputBusCount = outputs
        shape.inputBusCount = inputs
        shape.nodeCapacity = nodes
        shape.definitionCapacity = definitions
        shape.bufferCount = buffers
        shape.audioBusCount = max(audioBuses, outputs + inputs)
        shape.controlBusCount = controlBuses
        shape.wireCount = wires
        shape.synthMemory = synthMemory
        shape.seed = seed
        return shape
    }

    /// - Throws: `EngineError.outOfRange` for the first capacity that is outside its range.
    func validate() throws(EngineError) {
        let ranges: [(String, Int, ClosedRange<Int>)] = [
            ("nodes", nodes, 1...1 << 20), ("SynthDefs", definitions, 0...1 << 20),
            ("buffers", buffers, 0...1 << 20), ("audio buses", audioBuses, 0...1 << 16),
            ("control buses", controlBuses, 0...1 << 20), ("wires", wires, 0...1 << 16),
        ]
        for (name, value, range) in ranges where !range.contains(value) {
            throw .outOfRange(
                "The number of \(name) \(value) is outside \(range.lowerBound) … \(range.upperBound).")
        }
    }
}

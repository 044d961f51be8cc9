package import TonewheelGraph

/// How much of everything an engine's graph of synths has. All of it is fixed at the first start: nothing is allocated later, and
/// a command that finds no room is refused.
public struct SynthLimits: Hashable, Sendable {
    /// Synths and groups.
    public var nodes = 1024

    /// Definitions.
    public var definitions = 1024

    /// Buffers.
    public var buffers = 1024

    /// Audio buses, outputs and inputs included.
    public var audioBuses = 1024

    /// Control buses.
    public var controlBuses = 16_384

    /// Audio signals that the units of one synth may need at the same time.
    public var wires = 64

    /// Bytes that all synths together may have; nil for no limit but the machine's.
    public var synthMemory: Int?

    /// What all randomness comes from: the same seed and the same commands give the same samples.
    public var seed: UInt64 = 0

    /// The defaults.
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

    /// The shape of a graph with these limits, for sound of a given shape.
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

    /// - Throws: `EngineError.outOfRange` for the first limit that is outside its range.
    func validate() throws(EngineError) {
        let ranges: [(String, Int, ClosedRange<Int>)] = [
            ("synths.nodes", nodes, 1...1 << 20), ("synths.definitions", definitions, 0...1 << 20),
            ("synths.buffers", buffers, 0...1 << 20), ("synths.audioBuses", audioBuses, 0...1 << 16),
            ("synths.controlBuses", controlBuses, 0...1 << 20), ("synths.wires", wires, 0...1 << 16),
        ]
        for (name, value, range) in ranges where !range.contains(value) {
            throw .outOfRange("\(name) is outside \(range.lowerBound) … \(range.upperBound)")
        }
    }
}

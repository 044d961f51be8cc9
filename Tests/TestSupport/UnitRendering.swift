package import TonewheelDSP

/// What a test connects to an input.
package enum TestSignal: Sendable {
    /// One value for a whole block.
    case controlRate(Float)

    /// A value for every frame.
    case audioRate([Float])
}

/// Renders a unit without a graph. `[control]`
package struct UnitRenderer {
    package let entry: UnitEntry
    package let unit: AnyUnit
    package let sampleRate: Double
    private let sine = Wavetable.sine()

    /// What an output holds before it is filled: a value that no unit gives.
    package static let poison = Float(bitPattern: 0x7FA0_0001)

    package init(_ entry: UnitEntry, sampleRate: Double = 48_000, maximumFrameCount: Int = 8192) {
        self.entry = entry
        self.sampleRate = sampleRate
        unit = entry.make(UnitSetup(sampleRate: sampleRate, maximumFrameCount: maximumFrameCount))
    }

    /// Renders `frameCount` frames of all outputs in blocks of the given sizes, the last one repeated.
    ///
    /// - Parameters:
    ///   - inputs: by their names; what is not given has its default.
    ///   - inPlace: whether the first output is the memory of the first audio-rate input.
    package func render(
        _ inputs: [String: TestSignal] = [:], frameCount: Int, blockSizes: [Int] = [64], inPlace: Bool = false
    ) -> [[Float]] {
        var outputs = [[Float]](
            repeating: [Float](repeating: Self.poison, count: frameCount), count: entry.spec.outputs.count)
        let largest = blockSizes.max() ?? 64
        let inputMemory = entry.spec.inputs.map { _ in UnsafeMutablePointer<Float>.allocate(capacity: largest) }
        let outputMemory = entry.spec.outputs.map { _ in UnsafeMutablePointer<Float>.allocate(capacity: largest) }
        defer { for memory in inputMemory + outputMemory { memory.deallocate() } }

        var start = 0
        var blocks = blockSizes.makeIterator()
        var size = blockSizes.last ?? 64
        while start < frameCount {
            size = min(blocks.next() ?? blockSizes.last ?? 64, frameCount - start)
            var signals: [Signal] = []
            var targets = outputMemory
            for (index, input) in entry.spec.inputs.enumerated() {
                let memory = inputMemory[index]
                switch inputs[input.name] ?? .controlRate(input.defaultValue) {
                case .controlRate(let value):
                    memory[0] = value
                    signals.append(Signal(controlRate: memory))
                case .audioRate(let values):
                    for frame in 0..<size { memory[frame] = values[start + frame] }
                    signals.append(Signal(audioRate: memory))
                    if inPlace, targets == outputMemory { targets[0] = memory }
                }
            }
            for target in targets where !inputMemory.contains(target) {
                for frame in 0..<size { target[frame] = Self.poison }
            }
            unit.process(
                Block(
                    frameCount: size, context: RenderContext(sine: sine.reader), inputs: signals, outputs: targets))
            for (index, target) in targets.enumerated() {
                for frame in 0..<size { outputs[index][start + frame] = target[frame] }
            }
            start += size
        }
        return outputs
    }
}

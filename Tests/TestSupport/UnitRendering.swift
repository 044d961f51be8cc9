package import TonewheelDSP
internal import TonewheelRealtime

/// A signal that a test connects to an input.
package enum TestSignal: Sendable {
    /// A control-rate signal with one value for all blocks.
    case controlRate(Float)

    /// A control-rate signal with one value per block. The values repeat.
    case controlRateByBlock([Float])

    /// An audio-rate signal with one value per frame.
    case audioRate([Float])
}

/// A renderer of a unit without a graph. `[control]`
package final class UnitRenderer {
    package let entry: UnitEntry
    package let rate: Rate

    /// The names of the inputs: those of the spec, and one for each further input.
    package let inputNames: [String]

    /// The environment of the unit: buses, buffers and controls.
    package let host: UnitHost

    /// The initial values of the outputs, if `render` has primed the unit.
    package private(set) var initialValues: [Float] = []

    private let outputCount: Int
    private let state: UnsafeMutableRawPointer

    /// The content of an output before the unit writes it: a NaN that no unit produces.
    package static let poison = Float(bitPattern: 0x7FA0_0001)

    /// - Parameters:
    ///   - sampleRate: The sample rate of the unit, in hertz.
    ///   - furtherInputs: The number of inputs after those of the spec, if the unit has any. Their names are the spec's
    ///     name for further inputs with an index, such as `channels0`.
    ///   - outputCount: The number of outputs, if it depends on the SynthDef.
    ///   - values: The constant inputs, which the unit may read when it is initialized.
    ///   - shape: The numbers of buses and buffers; nil for eight of each.
    ///   - audioSampleRate: The sample rate of audio, in hertz, if it differs from the unit's.
    package init(
        _ entry: UnitEntry, sampleRate: Double = 48_000, maximumFrameCount: Int = 8192, rate: Rate = .audio,
        specialIndex: Int = 0, furtherInputs: Int = 2, outputCount: Int = 2, seed: UInt64 = 1,
        values: [String: Float] = [:], shape: RenderMemory.Shape? = nil, audioSampleRate: Double? = nil
    ) {
        self.entry = entry
        self.rate = rate
        let spec = entry.spec
        let names =
            spec.inputs.map(\.name)
            + (spec.furtherInputs.map { name in (0..<furtherInputs).map { "\(name)\($0)" } } ?? [])
        inputNames = names
        if case .named(let outputs) = spec.outputs {
            self.outputCount = outputs.count
        } else {
            self.outputCount = outputCount
        }
        let usage = UnitSetup.Usage()
        usage.values = { index in values[names[index]] }
        state = .allocate(byteCount: entry.kind.stateSize, alignment: entry.kind.stateAlignment)
        entry.kind.initialize(
            state,
            UnitSetup(
                sampleRate: sampleRate, maximumFrameCount: maximumFrameCount, audioSampleRate: audioSampleRate,
                rate: rate, specialIndex: specialIndex,
                inputs: names.map { UnitSetup.Input(rate: values[$0] == nil ? rate : .scalar) },
                outputCount: self.outputCount,
                seed: seed, usage: usage))
        host = UnitHost(
            shape
                ?? RenderMemory.Shape(
                    sampleRate: sampleRate, blockFrames: maximumFrameCount, audioBusCount: 8, controlBusCount: 8,
                    bufferCount: 8),
            controlCount: 8, memoryCount: usage.memoryCount, signalCount: names.count)
    }

    deinit {
        state.deallocate()
    }

    /// The current block of each audio bus.
    package var buses: [[Float]] {
        let buses = host.memory.context.pointee.audioBuses
        return (0..<buses.count).map { bus in
            (0..<buses.blockFrames).map { buses.read(bus)[$0] }
        }
    }

    /// Resets the unit and its environment.
    package func reset() {
        host.clear()
        UnitCall(entry.kind.methods, state: state).reset()
    }

    /// Renders `frameCount` frames of all outputs in blocks of the given sizes. The last size repeats.
    ///
    /// - Parameters:
    ///   - inputs: Signals by input name. Other inputs have their defaults, and further inputs 0.
    ///   - inPlace: An output that shares the memory of an input, which must be at audio rate.
    ///   - primes: Whether the unit computes its initial values before the first block, as in a graph.
    ///   - splits: Frames inside each block at which it is divided into pieces.
    package func render(
        _ inputs: [String: TestSignal] = [:], frameCount: Int, blockSizes: [Int] = [64],
        inPlace: (output: Int, input: Int)? = nil, primes: Bool = false,
        splits: [Int] = []
    ) -> [[Float]] {
        var outputs = [[Float]](repeating: [Float](repeating: Self.poison, count: frameCount), count: outputCount)
        // Units write whole blocks of the graph to buses, even if a test renders fewer frames.
        let largest = max(blockSizes.max() ?? 64, host.memory.shape.blockFrames)
        let inputMemory = inputNames.map { _ in UnsafeMutablePointer<Float>.allocate(capacity: largest) }
        let outputMemory = (0..<outputCount).map { _ in UnsafeMutablePointer<Float>.allocate(capacity: largest) }
        for memory in inputMemory { memory.initialize(repeating: 0, count: largest) }
        defer { for memory in inputMemory + outputMemory { memory.deallocate() } }
        var targets = outputMemory
        if let inPlace { targets[inPlace.output] = inputMemory[inPlace.input] }
        let defaults = entry.spec.inputs.map(\.defaultValue)

        var start = 0
        var number = 0
        var blocks = blockSizes.makeIterator()
        var size = blockSizes.last ?? 64
        while start < frameCount {
            size = min(blocks.next() ?? blockSizes.last ?? 64, frameCount - start)
            var signals: [Signal] = []
            for target in outputMemory {
                for frame in 0..<size { target[frame] = Self.poison }
            }
            for (index, name) in inputNames.enumerated() {
                let memory = inputMemory[index]
                switch inputs[name] ?? .controlRate(index < defaults.count ? defaults[index] : 0) {
                case .controlRate(let value):
                    memory[0] = value
                    signals.append(Signal(controlRate: memory))
                case .controlRateByBlock(let values):
                    memory[0] = values[number % values.count]
                    signals.append(Signal(controlRate: memory))
                case .audioRate(let values):
                    for frame in 0..<size { memory[frame] = values[start + frame] }
                    signals.append(Signal(audioRate: memory))
                }
            }
            host.memory.context.pointee.audioBuses.beginBlock()
            var first = 0
            for end in splits.filter({ $0 < size }) + [size] {
                let isPiece = end - first < size
                if isPiece { host.synth.pointee.beginPiece(first, end, of: size, isContinued: first > 0) }
                process(
                    signals.map { signal in
                        var moved = signal
                        if !signal.isConstant { moved.move(by: first) }
                        return moved
                    }, targets.map { $0 + first }, frameCount: end - first, primes: primes)
                if isPiece { host.synth.pointee.endPiece() }
                first = end
            }
            for (index, target) in targets.enumerated() {
                for frame in 0..<size { outputs[index][start + frame] = target[frame] }
            }
            start += size
            number += 1
        }
        return outputs
    }

    /// Runs the unit for a block or a piece of one.
    private func process(
        _ signals: [Signal], _ targets: [UnsafeMutablePointer<Float>], frameCount: Int, primes: Bool
    ) {
        for (index, signal) in signals.enumerated() { (host.signals + index).initialize(to: signal) }
        withUnsafePointer(
            to: Block(
                frameCount: frameCount, context: host.memory.context, synth: host.synth, inputs: host.signals,
                outputs: targets)
        ) { block in
            let call = UnitCall(entry.kind.methods, state: state)
            if primes, host.synth.pointee.isFirst {
                call.prime(block)
                initialValues = targets.map { $0[0] }
                host.synth.pointee.doneAction = 0
            }
            if !host.synth.pointee.isContinued { block.pointee.saveHeldValues(until: host.signals + signals.count) }
            call.process(block)
        }
        host.synth.pointee.isFirst = false
    }
}

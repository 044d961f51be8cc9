package import TonewheelDSP
internal import TonewheelRealtime

/// What a test connects to an input.
package enum TestSignal: Sendable {
    /// One value for a whole block.
    case controlRate(Float)

    /// One value for each block in turn.
    case controlRateByBlock([Float])

    /// A value for every frame.
    case audioRate([Float])
}

/// Renders a unit without a graph. `[control]`
package final class UnitRenderer {
    package let entry: UnitEntry
    package let rate: Rate

    /// Names of the inputs: the spec's, and one for each further input.
    package let inputNames: [String]

    /// What there is around the unit: buses, buffers, controls.
    package let host: UnitHost

    /// What the outputs held before the first block, if it was asked for.
    package private(set) var initialValues: [Float] = []

    private let outputCount: Int
    private let state: UnsafeMutableRawPointer

    /// What an output holds before it is filled: a value that no unit gives.
    package static let poison = Float(bitPattern: 0x7FA0_0001)

    /// - Parameters:
    ///   - sampleRate: the unit's own, in hertz.
    ///   - furtherInputs: how many follow those of the spec, if the unit takes any; they are called `furtherInputs0`, ….
    ///   - outputCount: how many, if the definition says so.
    ///   - values: what inputs begin with, where the unit may know; to the unit these are constants.
    ///   - shape: what there is of buses and buffers.
    ///   - audioSampleRate: the sound's, in hertz, if it is not the unit's own.
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
        let use = UnitSetup.Use()
        use.values = { index in values[names[index]] }
        state = .allocate(byteCount: entry.kind.stateSize, alignment: entry.kind.stateAlignment)
        entry.kind.initialize(
            state,
            UnitSetup(
                sampleRate: sampleRate, maximumFrameCount: maximumFrameCount, audioSampleRate: audioSampleRate,
                rate: rate, specialIndex: specialIndex,
                inputs: names.map { UnitSetup.Input(rate: values[$0] == nil ? rate : .scalar) },
                outputCount: self.outputCount,
                seed: seed, use: use))
        host = UnitHost(
            shape
                ?? RenderMemory.Shape(
                    sampleRate: sampleRate, blockFrames: maximumFrameCount, audioBusCount: 8, controlBusCount: 8,
                    bufferCount: 8),
            controlCount: 8, memoryCount: use.memoryCount, signalCount: names.count)
    }

    deinit {
        state.deallocate()
    }

    /// What the audio buses hold.
    package var buses: [[Float]] {
        let buses = host.memory.context.pointee.audioBuses
        return (0..<buses.count).map { bus in
            (0..<buses.blockFrames).map { buses.read(bus)[$0] }
        }
    }

    /// Back to time zero.
    package func reset() {
        host.clear()
        UnitCall(entry.kind.methods, state: state).reset()
    }

    /// Renders `frameCount` frames of all outputs in blocks of the given sizes, the last one repeated.
    ///
    /// - Parameters:
    ///   - inputs: by their names; what is not given has its default, further inputs 0.
    ///   - inPlace: which output is the memory of which input, if one is; the input must be at audio rate.
    ///   - primes: whether the unit gives its initial values before the first block, as it does in a graph.
    ///   - splits: frames inside each block at which it is rendered in pieces.
    package func render(
        _ inputs: [String: TestSignal] = [:], frameCount: Int, blockSizes: [Int] = [64],
        inPlace: (output: Int, input: Int)? = nil, primes: Bool = false,
        splits: [Int] = []
    ) -> [[Float]] {
        var outputs = [[Float]](repeating: [Float](repeating: Self.poison, count: frameCount), count: outputCount)
        // What goes to a bus is a whole block of the graph's, however few frames a test renders at once.
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

    /// Has the unit process a block, or a piece of one.
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
            if !host.synth.pointee.isContinued { block.pointee.keepHeldValues(until: host.signals + signals.count) }
            call.process(block)
        }
        host.synth.pointee.isFirst = false
    }
}

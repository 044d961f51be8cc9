internal import TonewheelDSP
internal import TonewheelRealtime
internal import TonewheelUGens

/// A sum of sine voices, the load of a benchmark. Voice n is the same in every bank.
///
/// Voices are added in groups of `groupSize`, and then the groups, so that the sum of two banks with a group each
/// equals one bank with both groups exactly. Each channel has an amplitude of its own.
final class VoiceBank: @unchecked Sendable {  // one thread at a time renders
    /// The number of voices in a group.
    static var groupSize: Int { 50 }

    let stream: UnsafeMutablePointer<VoiceStream>

    /// Allocates all memory. `[control]`
    init(_ voices: Range<Int>, _ format: StreamFormat) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: VoiceStream(voices, format))
    }

    deinit {
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// The callback that renders the voices.
    var callback: RenderCallback { RenderCallback(context: stream, voicesCallback) }
}

/// The state of the callback of a `VoiceBank`.
struct VoiceStream: ~Copyable {
    private let host: UnitHost  // keeps the contexts below alive
    private let context: UnsafePointer<RenderContext>
    private let synth: UnsafeMutablePointer<SynthContext>
    private let voiceCount: Int
    private let groupSize: Int
    private let channelCount: Int
    private let units: UnsafeMutablePointer<SineGenerator>
    private let frequencies: UnsafeMutablePointer<Float>
    private let inputs: UnsafeMutablePointer<Signal>
    private let outputs: UnsafeMutablePointer<UnsafeMutablePointer<Float>>
    private let voice: UnsafeMutablePointer<Float>  // a block of one voice, of a group, and of all
    private let group: UnsafeMutablePointer<Float>
    private let sum: UnsafeMutablePointer<Float>

    init(_ voices: Range<Int>, _ format: StreamFormat) {
        host = UnitHost()
        (context, synth) = (host.memory.context, host.synth)
        voiceCount = voices.count
        groupSize = VoiceBank.groupSize
        channelCount = format.channelCount
        units = .allocate(capacity: voices.count)
        frequencies = .allocate(capacity: voices.count)
        inputs = .allocate(capacity: voices.count)
        for (index, number) in voices.enumerated() {
            let setup = UnitSetup(sampleRate: format.sampleRate, maximumFrameCount: format.periodFrames)
            (units + index).initialize(to: SineGenerator(setup))
            (frequencies + index).initialize(to: 55 + 7 * Float(number))
            (inputs + index).initialize(to: Signal(controlRate: frequencies + index))
        }
        func block() -> UnsafeMutablePointer<Float> {
            let block = UnsafeMutablePointer<Float>.allocate(capacity: format.periodFrames)
            block.initialize(repeating: 0, count: format.periodFrames)
            return block
        }
        (voice, group, sum) = (block(), block(), block())
        outputs = .allocate(capacity: 1)
        outputs.initialize(to: voice)
    }

    deinit {
        units.deallocate()
        frequencies.deallocate()
        inputs.deallocate()
        outputs.deallocate()
        voice.deallocate()
        group.deallocate()
        sum.deallocate()
    }

    /// Renders `frameCount` interleaved frames, at most a block. `[render]`
    @_noLocks @_noAllocation
    mutating func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        for frame in 0..<frameCount { sum[frame] = 0 }
        var first = 0
        while first < voiceCount {
            let end = min(voiceCount, first &+ groupSize)
            for frame in 0..<frameCount { group[frame] = 0 }
            for index in first..<end {
                units[index].process(
                    Block(
                        frameCount: frameCount, context: context, synth: synth, inputs: inputs + index,
                        outputs: outputs))
                for frame in 0..<frameCount { group[frame] += 0x1p-7 * voice[frame] }
            }
            for frame in 0..<frameCount { sum[frame] += group[frame] }
            first = end
        }
        var sample = 0
        for frame in 0..<frameCount {
            for channel in 0..<channelCount {
                // The amplitudes are powers of two, so that the sum of two banks is exact in every channel.
                output[sample] = channel & 1 == 0 ? sum[frame] : 0.5 * sum[frame]
                if channel & 2 != 0 { output[sample] *= 0.25 }
                sample = sample &+ 1
            }
        }
    }
}

/// The device callback of a `VoiceBank`.
@_noLocks @_noAllocation
private func voicesCallback(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: VoiceStream.self).pointee.render(output, frameCount: frameCount)
}

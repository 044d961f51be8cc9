internal import TonewheelDSP
internal import TonewheelRealtime
internal import TonewheelUGens

/// Sine voices that are added up: what a benchmark has somebody render. Voice n is the same one whoever renders it.
///
/// They are added in groups of `groupSize`, and then the groups, so that two banks of a group each give, added up, the very samples
/// that one bank of both gives. A channel has them with an amplitude of its own.
final class VoiceBank: @unchecked Sendable {  // one thread at a time renders
    /// Voices that are added to each other first.
    static var groupSize: Int { 50 }

    let stream: UnsafeMutablePointer<VoiceStream>

    /// Takes all the memory that it will ever need. `[control]`
    init(_ voices: Range<Int>, _ format: StreamFormat) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: VoiceStream(voices, format))
    }

    deinit {
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// What a backend calls to have them rendered.
    var callback: RenderCallback { RenderCallback(context: stream, voicesCallback) }
}

/// What the callback of a `VoiceBank` works on.
struct VoiceStream: ~Copyable {
    private let host: UnitHost  // keeps what follows alive
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

    /// Fills `frameCount` interleaved frames, a block or less. `[render]`
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
                // Powers of two: what two banks render can be added in any channel.
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

internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// A worker process of a benchmark: it renders the voices of a `VoiceBank` as an engine's worker renders its sound.
enum VoiceWorker {
    /// Words of the report to the front.
    static var straysWord: Int { 0 }

    /// Renders until the front wants no more. `[control]`, the main thread of a process that a `WorkerPool` has started
    static func run(_ voices: Range<Int>) throws(BenchError) {
        do throws(WorkerError) {
            let post = try WorkerPost()
            let bank = VoiceBank(voices, post.memory.shape.format)
            let stream = UnsafeMutablePointer<WatchedSlots>.allocate(capacity: 1)
            stream.initialize(to: WatchedSlots(bank, post.memory))
            defer {
                stream.deinitialize(count: 1)
                stream.deallocate()
            }
            let backend = SharedMemoryBackend(post.memory)
            do throws(BackendError) {
                _ = try backend.start(RenderCallback(context: stream, watchedSlotsCallback))
            } catch {
                throw .spawn(error.description)
            }
            post.isReady()
            while !post.hasEnded { post.sleep(timeout: 100_000_000) }
            backend.stop()
        } catch {
            throw BenchError("this is no worker of a benchmark: \(error)")
        }
    }
}

/// Renders voices, and counts the blocks that are not rendered where the front finds them.
private struct WatchedSlots: ~Copyable {
    private let bank: VoiceBank
    private let stream: UnsafeMutablePointer<VoiceStream>
    private let slots: AudioSlots
    private let strays: UnsafeMutablePointer<Atomic<Int64>>

    init(_ bank: VoiceBank, _ memory: WorkerMemory) {
        self.bank = bank
        stream = bank.stream
        slots = memory.slots
        strays = memory.health.report(VoiceWorker.straysWord)
    }

    @_noLocks @_noAllocation
    func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        if !slots.contains(output) { strays.pointee.wrappingAdd(1, ordering: .relaxed) }
        stream.pointee.render(output, frameCount: frameCount)
    }
}

/// The device callback of a `WatchedSlots`.
@_noLocks @_noAllocation
private func watchedSlotsCallback(
    context: UnsafeMutableRawPointer, input: UnsafePointer<Float>?, output: UnsafeMutablePointer<Float>,
    frameCount: Int, hostTime: Int64
) {
    context.assumingMemoryBound(to: WatchedSlots.self).pointee.render(output, frameCount: frameCount)
}

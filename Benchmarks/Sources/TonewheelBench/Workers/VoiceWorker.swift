internal import Synchronization
internal import TonewheelRealtime
internal import TonewheelWorkers

/// A worker process of a benchmark, which renders the voices of a `VoiceBank` like an engine's worker.
enum VoiceWorker {
    /// The index of the word in the report to the front that counts blocks rendered outside of their slot.
    static var misplacedBlocksWord: Int { 0 }

    /// Renders until the front requests the end. `[control]`, the main thread of a process that a `WorkerPool` started
    static func run(_ voices: Range<Int>) throws(BenchError) {
        do throws(WorkerError) {
            let endpoint = try WorkerEndpoint()
            let bank = VoiceBank(voices, endpoint.memory.shape.format)
            let stream = UnsafeMutablePointer<WatchedSlots>.allocate(capacity: 1)
            stream.initialize(to: WatchedSlots(bank, endpoint.memory))
            defer {
                stream.deinitialize(count: 1)
                stream.deallocate()
            }
            let backend = SharedMemoryBackend(endpoint.memory, nil)
            do throws(BackendError) {
                _ = try backend.start(RenderCallback(context: stream, watchedSlotsCallback))
            } catch {
                throw .spawn(error.description)
            }
            endpoint.reportReady()
            while !endpoint.shouldQuit { endpoint.sleep(timeout: 100_000_000) }
            backend.stop()
        } catch {
            throw BenchError("Cannot run as a worker of a benchmark: \(error)")
        }
    }
}

/// A renderer of voices that counts the blocks rendered outside of their slot.
private struct WatchedSlots: ~Copyable {
    private let bank: VoiceBank
    private let stream: UnsafeMutablePointer<VoiceStream>
    private let slots: AudioSlots
    private let misplacedBlocks: UnsafeMutablePointer<Atomic<Int64>>

    init(_ bank: VoiceBank, _ memory: WorkerMemory) {
        self.bank = bank
        stream = bank.stream
        slots = memory.slots
        misplacedBlocks = memory.health.report(VoiceWorker.misplacedBlocksWord)
    }

    @_noLocks @_noAllocation
    func render(_ output: UnsafeMutablePointer<Float>, frameCount: Int) {
        if !slots.contains(output) { misplacedBlocks.pointee.wrappingAdd(1, ordering: .relaxed) }
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

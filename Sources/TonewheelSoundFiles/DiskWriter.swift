internal import Synchronization
package import TonewheelRealtime

/// A writer of a sound file on its own thread, from an `AudioBuffer` or a `FileQueue` that a render thread fills.
///
/// A slow disk does not block the render thread: the buffer refuses frames when it is full, and counts them. After a
/// failed write, such as on a full disk, the thread continues to empty the buffer, so that no producer waits for it.
package final class DiskWriter: @unchecked Sendable {  // `thread` is written once, in `init`; the rest is safe by type
    private enum Source {
        case buffer(AudioBuffer)
        case queue(FileQueue)
    }

    private let source: Source

    /// The buffer that supplies the frames of a recording. A file of a queue has none.
    package var buffer: AudioBuffer {
        guard case .buffer(let buffer) = source else { preconditionFailure("a queue supplies the frames") }
        return buffer
    }

    /// A wake-up for the producer to signal when the buffer fills up. Without a signal, the thread checks every 20 ms.
    package let dataReady = WakeUp()

    /// A wake-up that the thread signals when it has freed space in the buffer.
    package let spaceReady = WakeUp()

    /// The path that was passed to the initializer.
    package let path: String

    /// Returns the buffer size for `seconds` of sound, in frames of `format`: less with very many channels, and at
    /// least 8 periods.
    package static func bufferFrames(seconds: Double, _ format: StreamFormat) -> Int {
        let most = (64 << 20) / (4 * format.channelCount)
        return max(min(Int(seconds * format.sampleRate), most), 8 * format.periodFrames)
    }

    private let firstError = Mutex<SoundFileError?>(nil)
    private let isFinishing = Atomic(false)
    private let written = Atomic<Int64>(0)
    private let dropped = Atomic<Int64>(0)
    private var thread: RealtimeThread?

    /// Creates or replaces the file, and starts the thread. `[control]`
    ///
    /// - Parameters:
    ///   - bufferFrames: The size of the buffer, rounded up to a power of two.
    ///   - expectedFrames: The maximum number of frames that will be written; nil if it is unknown.
    package convenience init(
        path: String, sampleRate: Double, channelCount: Int, bufferFrames: Int, expectedFrames: Int64? = nil
    ) throws(SoundFileError) {
        let format = try SoundFileFormat(path: path)
        let file = try SoundFileWriter(
            path: path, format: format, sampleRate: sampleRate, channelCount: channelCount,
            expectedFrames: expectedFrames)
        let buffer = AudioBuffer(minimumFrames: bufferFrames, channelCount: channelCount)
        try self.init(
            path: path, file: file, maximumFrames: format.maximumFrames(channelCount: channelCount),
            sampleRate: sampleRate, source: .buffer(buffer), frames: BufferedFrames(buffer))
    }

    /// Appends to an open file, and starts the thread. `[control]`
    ///
    /// - Parameters:
    ///   - file: An open file. The thread owns it from here on.
    ///   - maximumFrames: The number of frames that the file still has capacity for.
    ///   - queue: A queue with as many channels as the file, for the sound that waits for the disk.
    package convenience init(
        path: String, file: SoundFileWriter, maximumFrames: Int64, sampleRate: Double, queue: FileQueue
    ) throws(SoundFileError) {
        try self.init(
            path: path, file: file, maximumFrames: maximumFrames, sampleRate: sampleRate, source: .queue(queue),
            frames: QueuedFrames(queue))
    }

    private init(
        path: String, file: SoundFileWriter, maximumFrames: Int64, sampleRate: Double, source: Source,
        frames waiting: any FrameSource
    ) throws(SoundFileError) {
        self.path = path
        self.source = source
        let frames = DiskWriterState(
            file: file,
            source: waiting,
            framesToUpdate: Int(sampleRate / 2),
            framesLeft: maximumFrames
        )
        do {
            thread = try RealtimeThread(name: "tw-disk") { [self] in
                run(frames)
            }
        } catch {
            throw SoundFileError("Cannot write '\(path)': \(error)")
        }
    }

    /// The number of frames written to the file. `[any]`
    package var framesWritten: Int64 { written.load(ordering: .relaxed) }

    /// The number of frames lost because the disk was too slow for the buffer or a write failed. `[any]`
    package var framesLost: Int64 { dropped.load(ordering: .relaxed) + Int64(refusedCount) }

    private var refusedCount: Int {
        switch source {
        case .buffer(let buffer): buffer.metrics.framesRefused
        case .queue(let queue): queue.lostFrameCount
        }
    }

    private var isHalfFull: Bool {
        switch source {
        case .buffer(let buffer): buffer.metrics.fill > buffer.capacity / 2
        case .queue(let queue): queue.fill > queue.capacity / 2
        }
    }

    /// The first error of a write; nil if all writes have succeeded. `[any]`
    package var error: SoundFileError? { firstError.withLock { $0 } }

    /// Waits until half of the buffer is free, for a producer that is faster than the disk and must not lose frames.
    /// `[control]`
    package func waitForSpace() {
        while isHalfFull {
            dataReady.signal()
            spaceReady.sleep(timeout: 20_000_000)
        }
    }

    /// Writes the rest of the buffer, closes the file and ends the thread. `[control]`
    ///
    /// Call it once, after the producer has written its last frame.
    ///
    /// - Throws: `SoundFileError` if not all frames could be written.
    package func finish() throws(SoundFileError) {
        isFinishing.store(true, ordering: .releasing)
        dataReady.signal()
        thread?.join()
        if let error { throw error }
    }

    private func run(_ frames: DiskWriterState) {
        while true {
            // The flag is read before the buffer, so frames written before the flag was set are still found.
            let isLast = isFinishing.load(ordering: .acquiring)
            let count = frames.take()
            if count > 0 {
                do throws(SoundFileError) {
                    let isWritten = try frames.write(count)
                    (isWritten ? countWritten : countDropped)(count)
                } catch {
                    fail(error)
                    countDropped(count)
                }
                spaceReady.signal()
            } else if isLast {
                break
            } else {
                dataReady.sleep(timeout: 20_000_000)
            }
        }
        do throws(SoundFileError) {
            try frames.close()
        } catch {
            fail(error)
        }
    }

    private func countWritten(_ count: Int) {
        written.wrappingAdd(Int64(count), ordering: .relaxed)
    }

    private func countDropped(_ count: Int) {
        dropped.wrappingAdd(Int64(count), ordering: .relaxed)
    }

    private func fail(_ error: SoundFileError) {
        firstError.withLock { $0 = $0 ?? error }
    }
}

/// Frames that wait for the disk thread, which alone takes them.
private protocol FrameSource: AnyObject {
    var channelCount: Int { get }

    /// Takes up to `frameCount` interleaved frames, and returns their number.
    func take(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int
}

private final class BufferedFrames: FrameSource {
    let channelCount: Int
    private var consumer: AudioConsumer

    init(_ buffer: AudioBuffer) {
        channelCount = buffer.channelCount
        consumer = buffer.consumer()
    }

    func take(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        consumer.read(into: frames, frameCount: frameCount)
    }
}

private final class QueuedFrames: FrameSource {
    private let queue: FileQueue

    init(_ queue: FileQueue) {
        self.queue = queue
    }

    var channelCount: Int { queue.channelCount }

    func take(into frames: UnsafeMutablePointer<Float>, frameCount: Int) -> Int {
        queue.take(into: frames, frameCount: frameCount)
    }
}

/// The state of the disk thread.
private final class DiskWriterState: @unchecked Sendable {  // moved to the thread, which alone uses it
    private var file: SoundFileWriter?
    private let source: any FrameSource
    private let chunk: UnsafeMutablePointer<Float>
    private static let chunkFrames = 4096

    /// The number of frames between two updates of the header, and since the last update.
    private let framesToUpdate: Int
    private var framesSinceUpdate = 0

    /// The number of frames that the file still has capacity for.
    private var framesLeft: Int64

    init(
        file: SoundFileWriter, source: any FrameSource, framesToUpdate: Int, framesLeft: Int64
    ) {
        self.file = file
        self.source = source
        self.framesToUpdate = framesToUpdate
        self.framesLeft = framesLeft
        chunk = .allocate(capacity: Self.chunkFrames * source.channelCount)
    }

    deinit {
        chunk.deallocate()
    }

    /// Removes at most one chunk from the buffer, and returns its number of frames.
    func take() -> Int {
        source.take(into: chunk, frameCount: Self.chunkFrames)
    }

    /// Writes the first `count` frames of the chunk. Returns false if the file has been closed after an error.
    func write(_ count: Int) throws(SoundFileError) -> Bool {
        guard let file else { return false }
        do throws(SoundFileError) {
            guard Int64(count) <= framesLeft else {
                throw SoundFileError("The file is as large as its format allows. Record to a new file, or to .wav.")
            }
            try file.write(chunk, frameCount: count)
        } catch {
            try? close()
            throw error
        }
        framesLeft -= Int64(count)
        framesSinceUpdate += count
        if framesSinceUpdate >= framesToUpdate {
            file.updateHeader()
            framesSinceUpdate = 0
        }
        return true
    }

    /// Completes the header and closes the file.
    func close() throws(SoundFileError) {
        defer { file = nil }
        try file?.close()
    }
}

internal import Synchronization
package import TonewheelRealtime

/// Writes sound to a file on a thread of its own, from an `AudioBuffer` that a render thread fills.
///
/// The disk may be as slow as it likes: what it cannot keep up with is refused by the buffer and counted there. After a
/// failed write, such as on a full disk, the thread goes on emptying the buffer, so that nobody waits for it.
package final class DiskWriter: @unchecked Sendable {  // `thread` is written once, in `init`; the rest is safe by type
    /// Where the frames come from.
    package let queue: FileQueue

    /// The queue's frames.
    package var buffer: AudioBuffer { queue.frames }

    /// Signal it when the buffer is getting full; without, the thread looks every 20 ms.
    package let dataReady = WakeUp()

    /// Signalled when the thread has made room in the buffer.
    package let roomReady = WakeUp()

    /// The file's name as it was given.
    package let path: String

    /// How many frames of `format` may wait for the disk: those of `seconds`, less where there are very many channels, and
    /// 8 periods at least.
    package static func bufferFrames(seconds: Double, _ format: StreamFormat) -> Int {
        let most = (64 << 20) / (4 * format.channelCount)
        return max(min(Int(seconds * format.sampleRate), most), 8 * format.periodFrames)
    }

    private let firstError = Mutex<SoundFileError?>(nil)
    private let isFinishing = Atomic(false)
    private let written = Atomic<Int64>(0)
    private let dropped = Atomic<Int64>(0)
    private var thread: RealtimeThread?

    /// Creates the file, or replaces it, and starts the thread. `[control]`
    ///
    /// - Parameters:
    ///   - bufferFrames: how much sound may wait for the disk; rounded up to a power of two.
    ///   - expectedFrames: frames that will be written at most; nil if nobody knows.
    package convenience init(
        path: String, sampleRate: Double, channelCount: Int, bufferFrames: Int, expectedFrames: Int64? = nil
    ) throws(SoundFileError) {
        let format = try SoundFileFormat(path: path)
        let file = try SoundFileWriter(
            path: path, format: format, sampleRate: sampleRate, channelCount: channelCount,
            expectedFrames: expectedFrames)
        guard let queue = FileQueue(minimumFrames: bufferFrames, channelCount: channelCount) else {
            throw SoundFileError("cannot write '\(path)': \(bufferFrames) frames are more than memory can hold")
        }
        try self.init(
            path: path, file: file, maximumFrames: format.maximumFrames(channelCount: channelCount),
            sampleRate: sampleRate, queue: queue)
    }

    /// Writes on to a file that is open, and starts the thread. `[control]`
    ///
    /// - Parameters:
    ///   - file: is the thread's from here on.
    ///   - maximumFrames: frames that the file still holds.
    ///   - queue: holds the sound that waits for the disk; has as many channels as the file.
    package init(
        path: String, file: SoundFileWriter, maximumFrames: Int64, sampleRate: Double, queue: FileQueue
    ) throws(SoundFileError) {
        self.path = path
        self.queue = queue
        let frames = FramesToWrite(
            file: file,
            consumer: queue.frames.consumer(),
            channelCount: queue.frames.channelCount,
            framesToUpdate: Int(sampleRate / 2),
            framesLeft: maximumFrames
        )
        do {
            thread = try RealtimeThread(name: "tw-disk") { [self] in
                run(frames)
            }
        } catch {
            throw SoundFileError("cannot write '\(path)': \(error)")
        }
    }

    /// Frames that the file has taken. `[any]`
    package var framesWritten: Int64 { written.load(ordering: .relaxed) }

    /// Frames that it has missed: the disk was too slow for the buffer, or takes no more. `[any]`
    package var framesLost: Int64 { dropped.load(ordering: .relaxed) + Int64(buffer.metrics.framesRefused) }

    /// Why the file takes no more, if it does not. `[any]`
    package var error: SoundFileError? { firstError.withLock { $0 } }

    /// Waits until half of the buffer is free: for a producer that is faster than the disk and may lose nothing. `[control]`
    package func waitForRoom() {
        while buffer.metrics.fill > buffer.capacity / 2 {
            dataReady.signal()
            roomReady.sleep(timeout: 20_000_000)
        }
    }

    /// Writes what is left in the buffer, closes the file and ends the thread. `[control]`
    ///
    /// Call it once; the producer must have written its last frame before.
    ///
    /// - Throws: `SoundFileError` if the file did not take all that it was given.
    package func finish() throws(SoundFileError) {
        isFinishing.store(true, ordering: .releasing)
        dataReady.signal()
        thread?.join()
        if let error { throw error }
    }

    private func run(_ frames: FramesToWrite) {
        while true {
            // Read before the buffer is: what was written before the flag was raised is still found.
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
                roomReady.signal()
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

/// The disk thread's own state.
private final class FramesToWrite: @unchecked Sendable {  // handed to the thread, and then its alone
    private var file: SoundFileWriter?
    private var consumer: AudioConsumer
    private let channelCount: Int
    private let chunk: UnsafeMutablePointer<Float>
    private static let chunkFrames = 4096

    /// Frames between two updates of the header, and since the latest.
    private let framesToUpdate: Int
    private var framesSinceUpdate = 0

    /// Frames that the file still holds.
    private var framesLeft: Int64

    init(
        file: SoundFileWriter, consumer: consuming AudioConsumer, channelCount: Int, framesToUpdate: Int,
        framesLeft: Int64
    ) {
        self.file = file
        self.consumer = consumer
        self.channelCount = channelCount
        self.framesToUpdate = framesToUpdate
        self.framesLeft = framesLeft
        chunk = .allocate(capacity: Self.chunkFrames * channelCount)
    }

    deinit {
        chunk.deallocate()
    }

    /// Takes a chunk of what there is out of the buffer, and returns how many frames it is.
    func take() -> Int {
        consumer.read(into: chunk, frameCount: Self.chunkFrames)
    }

    /// Writes the first `count` frames of the chunk; false if the file has been closed after an error.
    func write(_ count: Int) throws(SoundFileError) -> Bool {
        guard let file else { return false }
        do throws(SoundFileError) {
            guard Int64(count) <= framesLeft else {
                throw SoundFileError("the file holds no more than its format can: record to a new one, or to .wav")
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

internal import Synchronization
package import TonewheelRealtime

/// A reader of a sound file on its own thread, into a `FileQueue` that render threads read.
///
/// A slow disk does not block the render thread: late frames are replaced with silence and counted in the queue.
package final class DiskReader: @unchecked Sendable {  // `thread` is written once, in `init`; the rest is safe by type
    /// The queue that receives the frames.
    package let queue: FileQueue

    private var state: UnsafeMutablePointer<FileReadingState> { queue.state }
    private let spaceReady = WakeUp()
    private let framesReady = WakeUp()
    private let isFinishing = Atomic(false)
    private let isEmpty = Atomic(false)
    private var thread: RealtimeThread?

    /// Starts the thread. `[control]`
    ///
    /// - Parameters:
    ///   - file: A file at the position where reading begins. The thread owns it from here on.
    ///   - channels: The channels of the file to read; all channels if the list is empty.
    ///   - queue: An empty queue with as many channels, for the sound that is read ahead.
    package init(file: SoundFileReader, channels: [Int], queue: FileQueue) throws(SoundFileError) {
        self.queue = queue
        let frames = DiskReaderState(file: file, channels: channels, queue: queue)
        do {
            thread = try RealtimeThread(name: "tw-disk") { [self] in
                run(frames)
            }
        } catch {
            throw SoundFileError("Cannot read the file: \(error)")
        }
    }

    /// Waits until the queue is half full or the file has ended. `[control]`
    package func waitForFrames() {
        while queue.fill < queue.capacity / 2 {
            if state.pointee.isEnded, !state.pointee.isLooping || isEmpty.load(ordering: .relaxed) { return }
            spaceReady.signal()
            framesReady.sleep(timeout: 20_000_000)
        }
    }

    /// Closes the file and ends the thread. Call it once. `[control]`
    package func finish() {
        isFinishing.store(true, ordering: .releasing)
        spaceReady.signal()
        thread?.join()
    }

    private func run(_ frames: DiskReaderState) {
        while !isFinishing.load(ordering: .acquiring) {
            if state.pointee.isEnded {
                if state.pointee.isLooping, frames.rewind() {
                    state.pointee.setEnded(false)
                } else {
                    isEmpty.store(frames.isEmpty, ordering: .relaxed)
                    framesReady.signal()
                    spaceReady.sleep(timeout: 20_000_000)
                }
                continue
            }
            switch frames.fill() {
            case .full: spaceReady.sleep(timeout: 20_000_000)
            case .ended: state.pointee.setEnded(true)
            case .filled: framesReady.signal()
            }
        }
    }
}

/// The state of the disk thread.
private final class DiskReaderState: @unchecked Sendable {  // moved to the thread, which alone uses it
    enum Outcome {
        case full, ended, filled
    }

    private let file: SoundFileReader
    private let channels: [Int]
    private let queue: FileQueue
    private var chunk: [Float]
    private var frames: [Float]
    private static let chunkFrames = 4096

    /// Whether no frames have been read since the start or the last rewind.
    private(set) var isEmpty = true

    init(file: SoundFileReader, channels: [Int], queue: FileQueue) {
        self.file = file
        self.channels = channels.isEmpty ? Array(0..<file.channelCount) : channels
        self.queue = queue
        chunk = [Float](repeating: 0, count: Self.chunkFrames * file.channelCount)
        frames = [Float](repeating: 0, count: Self.chunkFrames * self.channels.count)
    }

    /// Reads a chunk, limited by the free space in the queue.
    func fill() -> Outcome {
        let space = queue.appendableFrames(upTo: Self.chunkFrames)
        guard space > 0 else { return .full }
        let count = file.read(into: &chunk, frameCount: space)
        guard count > 0 else { return .ended }
        isEmpty = false
        for frame in 0..<count {
            for (channel, source) in channels.enumerated() {
                let sample = chunk[frame * file.channelCount + source]
                // A file may contain non-finite samples. They are replaced with 0.
                frames[frame * channels.count + channel] = sample.isFinite ? sample : 0
            }
        }
        queue.append(frames, frameCount: count)
        return .filled
    }

    /// Seeks to the beginning of the file. Returns false if the file has no frames or cannot seek.
    func rewind() -> Bool {
        guard !isEmpty, file.seek(toFrame: 0) else { return false }
        isEmpty = true
        return true
    }
}

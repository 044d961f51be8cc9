internal import Synchronization
package import TonewheelRealtime

/// Reads sound from a file on a thread of its own, into an `AudioBuffer` that a render thread empties.
///
/// The disk may be as slow as it likes: what is not there in time is padded with silence, and counted in the buffer.
package final class DiskReader: @unchecked Sendable {  // `thread` is written once, in `init`; the rest is safe by type
    /// Where the frames go.
    package let queue: FileQueue

    private var buffer: AudioBuffer { queue.frames }
    private var state: UnsafeMutablePointer<FileReadingState> { queue.state }
    private let roomReady = WakeUp()
    private let framesReady = WakeUp()
    private let isFinishing = Atomic(false)
    private let isEmpty = Atomic(false)
    private var thread: RealtimeThread?

    /// Starts the thread. `[control]`
    ///
    /// - Parameters:
    ///   - file: stands where reading begins, and is the thread's from here on.
    ///   - channels: the channels that are taken; all if there are none.
    ///   - queue: holds the sound that is read beforehand; is empty, and has as many channels.
    package init(file: SoundFileReader, channels: [Int], queue: FileQueue) throws(SoundFileError) {
        self.queue = queue
        let frames = FramesToRead(file: file, channels: channels, producer: queue.frames.producer())
        do {
            thread = try RealtimeThread(name: "tw-disk") { [self] in
                run(frames)
            }
        } catch {
            throw SoundFileError("cannot read the file: \(error)")
        }
    }

    /// Waits until half of the buffer is full, or the file is at its end. `[control]`
    package func waitForFrames() {
        while buffer.metrics.fill < buffer.capacity / 2 {
            if state.pointee.isEnded, !state.pointee.isLooping || isEmpty.load(ordering: .relaxed) { return }
            roomReady.signal()
            framesReady.sleep(timeout: 20_000_000)
        }
    }

    /// Closes the file and ends the thread. `[control]`, once
    package func finish() {
        isFinishing.store(true, ordering: .releasing)
        roomReady.signal()
        thread?.join()
    }

    private func run(_ frames: FramesToRead) {
        while !isFinishing.load(ordering: .acquiring) {
            if state.pointee.isEnded {
                if state.pointee.isLooping, frames.beginAgain() {
                    state.pointee.setEnded(false)
                } else {
                    isEmpty.store(frames.isEmpty, ordering: .relaxed)
                    framesReady.signal()
                    roomReady.sleep(timeout: 20_000_000)
                }
                continue
            }
            switch frames.fill() {
            case .full: roomReady.sleep(timeout: 20_000_000)
            case .ended: state.pointee.setEnded(true)
            case .filled: framesReady.signal()
            }
        }
    }
}

/// The disk thread's own state.
private final class FramesToRead: @unchecked Sendable {  // handed to the thread, and then its alone
    enum Outcome {
        case full, ended, filled
    }

    private let file: SoundFileReader
    private let channels: [Int]
    private var producer: AudioProducer
    private var chunk: [Float]
    private var frames: [Float]
    private static let chunkFrames = 4096

    /// Whether nothing has been read since reading began, or began again.
    private(set) var isEmpty = true

    init(file: SoundFileReader, channels: [Int], producer: consuming AudioProducer) {
        self.file = file
        self.channels = channels.isEmpty ? Array(0..<file.channelCount) : channels
        self.producer = producer
        chunk = [Float](repeating: 0, count: Self.chunkFrames * file.channelCount)
        frames = [Float](repeating: 0, count: Self.chunkFrames * self.channels.count)
    }

    /// Reads a chunk, as far as there is room.
    func fill() -> Outcome {
        let room = min(Self.chunkFrames, producer.room(for: Self.chunkFrames))
        guard room > 0 else { return .full }
        let count = file.read(into: &chunk, frameCount: room)
        guard count > 0 else { return .ended }
        isEmpty = false
        for frame in 0..<count {
            for (channel, source) in channels.enumerated() {
                let sample = chunk[frame * file.channelCount + source]
                // A file may hold anything; what is no number stays outside.
                frames[frame * channels.count + channel] = sample.isFinite ? sample : 0
            }
        }
        _ = producer.write(frames, frameCount: count)
        return .filled
    }

    /// Goes to the beginning of the file; false if there is nothing to be read.
    func beginAgain() -> Bool {
        guard !isEmpty, file.seek(toFrame: 0) else { return false }
        isEmpty = true
        return true
    }
}

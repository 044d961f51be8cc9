internal import TonewheelRealtime
internal import TonewheelWorkers

#if canImport(Darwin)
internal import Darwin
#else
internal import Glibc
#endif

extension AudioEngine {
    /// Renders, and then ends the process, if an engine has started it as a worker; else does nothing. `[control]`
    ///
    /// The first thing that a program does whose engine is isolated, with workers of its own program.
    public static func runWorkerIfAsked() {
        guard WorkerPost.isWanted else { return }
        do throws(EngineError) {
            try runWorker()
        } catch {
            let sentence = Array("\(error)\n".utf8)
            _ = write(STDERR_FILENO, sentence, sentence.count)
            exit(1)
        }
    }

    /// Renders for the engine that has started this process as a worker, until that one wants no more. `[control]`, the main
    /// thread of a process
    ///
    /// A worker is this same engine: it plays to memory that it shares with its front, and takes its commands from there.
    ///
    /// - Throws: `EngineError.backend` if no engine has started this process.
    public static func runWorker() throws(EngineError) -> Never {
        do throws(WorkerError) {
            let post = try WorkerPost()
            let shape = post.memory.shape
            guard shape.commandStride == MemoryLayout<TimedChange>.stride,
                let commands = try? RingBuffer<TimedChange>(attachingTo: post.memory.commandBytes),
                let messages = try? post.memory.messages(), let replies = try? post.memory.replies()
            else { throw .memory("it holds other commands than this program knows") }
            let engine = try worker(post, commands)
            post.isReady()
            var desk = WorkerDesk(post: post, engine: engine, messages: messages, replies: replies)
            desk.work()
            // Nothing is left to be tidied up that the end of the process does not, and much that would take its time.
            _exit(0)
        } catch {
            throw .backend("this is no worker of an engine: \(error)")
        }
    }

    private static func worker(
        _ post: WorkerPost, _ commands: RingBuffer<TimedChange>
    ) throws(WorkerError) -> AudioEngine {
        let shape = post.memory.shape
        var configuration = Configuration()
        configuration.sampleRate = shape.sampleRate
        configuration.channelCount = shape.channelCount
        configuration.periodFrames = shape.blockFrames
        configuration.blockFrames = shape.blockFrames
        configuration.limitsOutput = false  // that is the front's
        configuration.gate = false
        do throws(EngineError) {
            let engine = try AudioEngine(
                configuration, post: EnginePost(commands: commands, mark: post.memory.mark)
            ) { _ throws(EngineError) in SharedMemoryBackend(post.memory) }
            try engine.start()
            return engine
        } catch {
            throw .spawn(error.description)
        }
    }
}

/// Where an engine that is a worker takes its commands from, and where it leaves what it is at.
struct EnginePost: Sendable {
    let commands: RingBuffer<TimedChange>
    let mark: RenderMark
}

/// A worker's control thread: it prepares what the front sends, and says so.
private struct WorkerDesk: ~Copyable {
    private let post: WorkerPost
    private let engine: AudioEngine
    private var receiver: MessageReceiver
    private var sender: MessageSender

    /// How long it sleeps at most, in nanoseconds: so old is what the front reads of it.
    private static let pause: Int64 = 50_000_000

    init(post: WorkerPost, engine: AudioEngine, messages: RingBuffer<UInt8>, replies: RingBuffer<UInt8>) {
        self.post = post
        self.engine = engine
        receiver = MessageReceiver(messages)
        sender = MessageSender(replies)
    }

    mutating func work() {
        while !post.hasEnded {
            var hasAnswered = false
            while let message = receiver.receive() {
                // The front reads the answers much faster than these are made; one that does not is about to end.
                while !sender.send(answer(message)), !post.hasEnded { post.sleep(timeout: 1_000_000) }
                hasAnswered = true
            }
            if hasAnswered { post.ring() }
            engine.writeReport(to: post.memory.health)
            post.sleep(timeout: Self.pause)
        }
    }

    private func answer(_ message: WorkerMessage) -> WorkerMessage {
        switch WorkerKind(rawValue: message.kind) {
        case .prepare:
            guard message.bytes.count == MemoryLayout<ParameterChange>.size else {
                return refusal(message, "the change has \(message.bytes.count) bytes")
            }
            let change = message.bytes.withUnsafeBytes { $0.loadUnaligned(as: ParameterChange.self) }
            do throws(EngineError) {
                try change.validate(sampleRate: post.memory.shape.sampleRate)
                return WorkerMessage(kind: WorkerKind.prepared.rawValue, id: message.id)
            } catch {
                return refusal(message, error.description)
            }
        case .sync:
            return WorkerMessage(kind: WorkerKind.synced.rawValue, id: message.id)
        default:
            return refusal(message, "there is no message of kind \(message.kind)")
        }
    }

    private func refusal(_ message: WorkerMessage, _ reason: String) -> WorkerMessage {
        WorkerMessage(kind: WorkerKind.refused.rawValue, id: message.id, bytes: Array(reason.utf8))
    }
}

internal import Dispatch
internal import Synchronization
internal import TonewheelGraph

/// What clients have sent to the samples of buffers and the graph may not have come to yet.
struct BufferChanges {
    struct Change: Equatable {
        /// When it is due; `Int64.min` for the next block.
        let frame: Int64
        let number: UInt64
    }

    private var latest: [Int32: Change] = [:]
    private var number: UInt64 = 0

    /// The lane's questions that the graph has not answered yet.
    private var questions: [Int32: DispatchSemaphore] = [:]
    private var nextQuestion: Int32 = 0

    mutating func note(_ buffers: Set<Int32>, atFrame frame: Int64?) {
        for buffer in buffers {
            number += 1
            latest[buffer] = Change(frame: frame ?? .min, number: number)
        }
    }

    /// The latest change of a buffer; nil if all have been made.
    func latest(of buffer: Int32) -> Change? { latest[buffer] }

    /// Notes that a change has been made, unless another one has been sent since.
    mutating func forget(_ change: Change, of buffer: Int32) {
        if latest[buffer] == change { latest[buffer] = nil }
    }

    mutating func ask() -> (Int32, DispatchSemaphore) {
        nextQuestion &+= 1
        let answered = DispatchSemaphore(value: 0)
        questions[nextQuestion] = answered
        return (nextQuestion, answered)
    }

    mutating func takeQuestion(_ question: Int32) -> DispatchSemaphore? {
        questions.removeValue(forKey: question)
    }
}

/// Commands on the lane read the samples of a buffer only when all has been done to it that was sent before.
extension SynthServer {
    /// Seconds before its time from which on a change counts as sent before: a command of the same time is not early.
    private static let margin = 0.05

    /// Waits until the graph has made the changes to a buffer that were sent before, long fills included. On the lane.
    ///
    /// The render thread waits for nobody: the question goes the way of all commands, and its answer comes back with the news.
    func settle(_ buffer: Int32, _ client: UInt32) throws(CommandError) {
        guard let change = changes.withLock({ $0.latest(of: buffer) }) else { return }
        if lane.isImmediate {
            // It runs on the thread that renders, between two blocks.
            graph.catchUp()
            return changes.withLock { $0.forget(change, of: buffer) }
        }
        let now = graph.counts.frame
        let isDue = change.frame <= now + Int64(Self.margin * graph.shape.sampleRate)
        let (question, answered) = changes.withLock { $0.ask() }
        var batch = CommandBatchBuilder(client: client)
        batch.beginMessage(.b_write)
        batch.ask(.settle(buffer, question))
        guard graph.send(batch.packet, client: client, atFrame: isDue && change.frame > now ? change.frame : nil) else {
            _ = changes.withLock { $0.takeQuestion(question) }
            throw CommandError(tooManyPackets)
        }
        if !isAnswered(answered) {
            _ = changes.withLock { $0.takeQuestion(question) }
        } else if isDue {
            changes.withLock { $0.forget(change, of: buffer) }
        }
    }

    /// Waits as long as blocks are rendered: if nothing renders, nothing changes either.
    private func isAnswered(_ answered: DispatchSemaphore) -> Bool {
        var frame = graph.counts.frame
        while answered.wait(timeout: .now() + options.patience) == .timedOut {
            let now = graph.counts.frame
            if now == frame { return false }
            frame = now
        }
        return true
    }

    /// The graph has come to a question of the lane.
    func settled(_ question: Int32) {
        changes.withLock { $0.takeQuestion(question) }?.signal()
    }
}

internal import Dispatch

/// Changes to the samples of buffers that have been sent and that the graph may not have made yet.
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

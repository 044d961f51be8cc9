package import Synchronization
package import TonewheelWorkers

/// The part of a report that a worker publishes in shared memory, one word per value.
extension RenderReport {
    private enum Word: Int {
        case load, loadPeak, nonFiniteSamples, inputPeak, nonFiniteInputs, inputFramesLost
    }

    /// The word of the load. The render thread writes it after each block, so that the front does not have to wait for
    /// the worker's control thread.
    package static func loadWord(_ health: WorkerHealth) -> UnsafeMutablePointer<Atomic<Int64>> {
        health.report(Word.load.rawValue)
    }

    /// Writes the values, except for the load. `[control]`, in the worker
    func write(to health: WorkerHealth) {
        func store(_ word: Word, _ value: Int64) {
            health.report(word.rawValue).pointee.store(value, ordering: .relaxed)
        }
        store(.loadPeak, Int64(loadPeak.bitPattern))
        store(.nonFiniteSamples, Int64(nonFiniteSamples))
        store(.inputPeak, Int64(inputPeak.bitPattern))
        store(.nonFiniteInputs, Int64(nonFiniteInputs))
        store(.inputFramesLost, Int64(inputFramesLost))
    }

    /// Reads a worker's values, clamped to sane ranges. `[control]`, in the front
    package mutating func read(from health: WorkerHealth) {
        func load(_ word: Word) -> Int64 {
            health.report(word.rawValue).pointee.load(ordering: .relaxed)
        }
        func float(_ word: Word) -> Float { Self.float(load(word)) }
        func count(_ word: Word) -> Int {
            Int(min(max(load(word), 0), 1 << 40))  // the sum over many workers must not overflow
        }
        self.load = Self.load(health)
        loadPeak = float(.loadPeak)
        nonFiniteSamples = count(.nonFiniteSamples)
        inputPeak = float(.inputPeak)
        nonFiniteInputs = count(.nonFiniteInputs)
        inputFramesLost = count(.inputFramesLost)
    }

    /// Reads a worker's load, clamped to a sane range. `[control]`, in the front
    package static func load(_ health: WorkerHealth) -> Float {
        float(loadWord(health).pointee.load(ordering: .relaxed))
    }

    private static func float(_ word: Int64) -> Float {
        let value = Float(bitPattern: UInt32(truncatingIfNeeded: word))
        return value.isFinite ? min(max(value, 0), 1e6) : 0
    }
}

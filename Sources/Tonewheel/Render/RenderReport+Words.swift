internal import Synchronization
package import TonewheelWorkers

/// The part of a report that a worker publishes in shared memory, one word per value.
extension RenderReport {
    private enum Word: Int {
        case load, loadPeak, nonFiniteSamples, inputPeak, nonFiniteInputs, inputFramesLost
    }

    /// Writes the values. `[control]`, in the worker
    func write(to health: WorkerHealth) {
        func store(_ word: Word, _ value: Int64) {
            health.report(word.rawValue).pointee.store(value, ordering: .relaxed)
        }
        store(.load, Int64(load.bitPattern))
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
        func float(_ word: Word) -> Float {
            let value = Float(bitPattern: UInt32(truncatingIfNeeded: load(word)))
            return value.isFinite ? min(max(value, 0), 1e6) : 0
        }
        func count(_ word: Word) -> Int {
            Int(min(max(load(word), 0), 1 << 40))  // the sum over many workers must not overflow
        }
        self.load = float(.load)
        loadPeak = float(.loadPeak)
        nonFiniteSamples = count(.nonFiniteSamples)
        inputPeak = float(.inputPeak)
        nonFiniteInputs = count(.nonFiniteInputs)
        inputFramesLost = count(.inputFramesLost)
    }
}

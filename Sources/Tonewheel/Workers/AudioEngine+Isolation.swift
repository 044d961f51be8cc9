extension AudioEngine {
    /// The process that renders the sound.
    public enum Isolation: Hashable, Sendable {
        /// The engine's own process, which has the lowest latency.
        case none

        /// A worker process. One that crashes or hangs is replaced by a spare. Linux only. Each period of
        /// `Workers.leadPeriods` adds its length to the latency.
        case worker(Workers = Workers())

        /// Two worker processes that render the same blocks, a primary and a standby. If either crashes, hangs or is
        /// killed, not one sample is missing or differs, and a spare replaces it. Linux only.
        case redundant(Workers = Workers())

        /// The configuration of the workers; nil if there are none.
        var workers: Workers? {
            switch self {
            case .none: nil
            case .worker(let workers), .redundant(let workers): workers
            }
        }

        /// Whether a standby renders beside the primary.
        var isRedundant: Bool {
            if case .redundant = self { true } else { false }
        }

        /// Returns the number of periods that workers render ahead of the device.
        package func leadPeriods(periodFrames: Int, sampleRate: Double) -> Int {
            guard let workers else { return 0 }
            if let lead = workers.leadPeriods { return lead }
            guard isRedundant else { return 1 }
            let verdict = (Workers.verdictTime * sampleRate / Double(periodFrames)).rounded(.up)
            return min(16, 2 + Int(verdict))
        }
    }

    /// The configuration of worker processes.
    public struct Workers: Hashable, Sendable {
        /// The executable of the workers, which must call `AudioEngine.runWorkerIfRequested()` as `tonewheel` does; nil
        /// for the engine's own executable.
        public var program: String?

        /// The command-line arguments of a worker.
        public var arguments = ["worker"]

        /// The number of periods that a worker renders ahead of the device, 1 … 16; nil for the least that the
        /// isolation needs.
        ///
        /// `.worker` needs one period. `.redundant` needs one in which the primary renders, one in which the standby
        /// renders the blocks that the primary lacks, and 2 ms, in whole periods, to find out why it lacks them.
        public var leadPeriods: Int?

        /// The time to find out why a primary has not rendered a block, in seconds.
        static let verdictTime = 0.002

        /// The number of spares that stand by for the workers that render, 0 … 8.
        public var spares = 2

        /// Creates the default configuration: the least lead, and two spares.
        public init() {}

        func validate(isRedundant: Bool) throws(EngineError) {
            let leads = isRedundant ? 2...16 : 1...16
            if let leadPeriods, !leads.contains(leadPeriods) {
                throw .outOfRange(
                    "The lead of \(leadPeriods) periods is outside \(leads.lowerBound) … \(leads.upperBound).")
            }
            guard (0...8).contains(spares) else {
                throw .outOfRange("The number of spares \(spares) is outside 0 … 8.")
            }
        }
    }
}

/// What `tonewheel-bench core` or `tonewheel-bench workers` found.
package struct CoreResult: Encodable, Sendable {
    /// What the system granted to the threads that render.
    package internal(set) var scheduling = ""

    package internal(set) var rows: [Row] = []

    /// One figure. Times are in microseconds.
    package struct Row: Encodable, Sendable {
        /// Which of the acceptance tests it belongs to.
        package let id: String

        /// What is measured.
        package let what: String

        /// What the reference system, in Python, says of itself.
        package var claimed: String?

        /// What the reference system needed when it was measured again.
        package var remeasured: Times?

        /// What ours is to keep to.
        package var target: Times?

        /// What ours took.
        package var ours: Times?

        /// What this machine takes for the same with nothing of ours in between, measured in the same run, and what that is.
        package var floor: Times?
        package var floorIs: String?

        /// Ours in periods of the device, where there is one.
        package var periods: Times?

        /// Messages that did not arrive, or not in their order, where messages are counted; the target is none.
        package var lost: Int?
        package var sent: Int?

        /// Ours against what stands beside it, as the row says, where that is the figure.
        package var ratio: Ratio?

        /// Kilobytes that a process has grown by meanwhile; the target is none.
        package var grownKilobytes: Int?

        /// What processes have of the machine's memory.
        package var memory: [ProcessMemory]?

        init(_ id: String, _ what: String) {
            self.id = id
            self.what = what
        }

        /// Whether the target is met; nil where there is none.
        package var isMet: Bool? {
            if let lost { return lost == 0 }
            if let grownKilobytes { return grownKilobytes <= 0 }
            if let ratio { return ratio.isMet }
            guard let target, let ours else { return nil }
            return ours.keeps(target)
        }

        private enum Key: String, CodingKey {
            case id, what, claimed, remeasured, target, ours, floor, floorIs, periods, lost, sent, ratio,
                grownKilobytes, memory, isMet
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try container.encode(id, forKey: .id)
            try container.encode(what, forKey: .what)
            try container.encodeIfPresent(claimed, forKey: .claimed)
            try container.encodeIfPresent(remeasured, forKey: .remeasured)
            try container.encodeIfPresent(target, forKey: .target)
            try container.encodeIfPresent(ours, forKey: .ours)
            try container.encodeIfPresent(floor, forKey: .floor)
            try container.encodeIfPresent(floorIs, forKey: .floorIs)
            try container.encodeIfPresent(periods, forKey: .periods)
            try container.encodeIfPresent(lost, forKey: .lost)
            try container.encodeIfPresent(sent, forKey: .sent)
            try container.encodeIfPresent(ratio, forKey: .ratio)
            try container.encodeIfPresent(grownKilobytes, forKey: .grownKilobytes)
            try container.encodeIfPresent(memory, forKey: .memory)
            try container.encodeIfPresent(isMet, forKey: .isMet)
        }
    }
}

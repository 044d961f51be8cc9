/// The result of `tonewheel-bench core` or `tonewheel-bench workers`.
package struct CoreResult: Encodable, Sendable {
    /// The scheduling granted to render threads.
    package internal(set) var scheduling = ""

    package internal(set) var rows: [Row] = []

    /// A figure. Times are in microseconds.
    package struct Row: Encodable, Sendable {
        /// The acceptance test of the figure.
        package let id: String

        /// The description of the figure.
        package let what: String

        /// The claim of the reference system in Python.
        package var claimed: String?

        /// The times of the reference system when it was measured again.
        package var remeasured: Times?

        /// The maximum times of ours.
        package var target: Times?

        /// The times of ours.
        package var ours: Times?

        /// The times of this machine for the same task without our code, measured in the same run, and their
        /// description.
        package var floor: Times?
        package var floorIs: String?

        /// The times of ours in periods of the device, if there is one.
        package var periods: Times?

        /// The number of messages that were lost or out of order, and the number sent. The target of the former is 0.
        package var lost: Int?
        package var sent: Int?

        /// The ratio of ours to `floor`, if the ratio is the figure.
        package var ratio: Ratio?

        /// The growth of a process's memory, in kilobytes. The target is 0.
        package var grownKilobytes: Int?

        /// The memory of processes.
        package var memory: [ProcessMemory]?

        init(_ id: String, _ what: String) {
            self.id = id
            self.what = what
        }

        /// Whether the target is met; nil without a target.
        package var isMet: Bool? {
            if let lost { return lost == 0 }
            if let grownKilobytes { return grownKilobytes <= 0 }
            if let ratio { return ratio.isMet }
            guard let target, let ours else { return nil }
            return ours.meets(target)
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

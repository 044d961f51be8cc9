/// The result of `tonewheel-bench server`.
package struct ServerResult: Encodable, Sendable {
    /// The sample rate of JACK in hertz, and its period in frames.
    package let sampleRate: Double
    package let periodFrames: Int

    /// Whether JACK was started with real-time scheduling.
    package internal(set) var isRealTime = false

    /// The number of rounds. Each server is started and measured once per round.
    package let rounds: Int

    /// The results of the servers, ours first.
    package internal(set) var servers: [Server] = []

    /// The ratios of ours to the other server; nil without another server.
    package internal(set) var ratios: Ratios?

    /// The targets of our server.
    package let target = Target()

    /// Whether our server meets the targets.
    package var isMet: Bool {
        guard let ours = servers.first, let sync = ours.sync.p50 else { return false }
        return sync <= target.syncP50 && ours.synthsPerSecond >= target.synthsPerSecond
    }

    /// The result of one server.
    package struct Server: Encodable, Sendable {
        /// `tonewheel` or `scsynth`.
        package let name: String

        /// The times from before `/sync` or `/status` is sent until its reply has arrived, in microseconds.
        package internal(set) var sync = Times()
        package internal(set) var status = Times()

        /// The times from before an `/n_set` is sent until the first sample that it changes at another JACK client:
        /// until JACK woke for the period that contains the sample, plus the sample's position in the period. In
        /// microseconds and in frames.
        package internal(set) var set = Times()
        package internal(set) var setFrames = Times()

        /// The highest rate at which no `/n_go` and no `/n_end` was lost, in synths per second, in the best round.
        package internal(set) var synthsPerSecond = 0

        /// The highest rate of each round.
        package internal(set) var synthsPerSecondByRound: [Int] = []

        /// Whether a round ended because the client could not send faster. The server may then reach a higher rate.
        package internal(set) var isLimitedByClient = false

        /// All bursts.
        package internal(set) var bursts: [Burst] = []

        /// The numbers of periods that JACK lost before the bursts and during the bursts.
        package internal(set) var xruns = 0
        package internal(set) var xrunsInBursts = 0

        init(_ name: String) {
            self.name = name
        }
    }

    /// A burst of at most a second of synths that free themselves immediately.
    package struct Burst: Encodable, Sendable {
        /// The intended rate, and the rate that the client reached, in synths per second.
        package let perSecond: Int
        package let reached: Int

        /// The numbers of synths requested, and of `/n_go` and `/n_end` received.
        package let sent: Int
        package let started: Int
        package let ended: Int
    }

    /// The ratios of ours to the other server, over the rounds.
    package struct Ratios: Encodable, Sendable {
        /// The ratios of the median times.
        package let sync: Ratio
        package let status: Ratio
        package let set: Ratio

        /// The ratio of the synths per second.
        package let synthsPerSecond: Ratio
    }

    /// The targets: the maximum median of `/sync` in microseconds, and the minimum number of synths per second.
    package struct Target: Encodable, Sendable {
        package let syncP50 = 200.0
        package let synthsPerSecond = 50_000
    }

    private enum Key: String, CodingKey {
        case sampleRate, periodFrames, isRealTime, rounds, servers, ratios, target, isMet
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(sampleRate, forKey: .sampleRate)
        try container.encode(periodFrames, forKey: .periodFrames)
        try container.encode(isRealTime, forKey: .isRealTime)
        try container.encode(rounds, forKey: .rounds)
        try container.encode(servers, forKey: .servers)
        try container.encodeIfPresent(ratios, forKey: .ratios)
        try container.encode(target, forKey: .target)
        try container.encode(isMet, forKey: .isMet)
    }
}

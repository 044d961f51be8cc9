/// What `tonewheel-bench server` found.
package struct ServerResult: Encodable, Sendable {
    /// Of JACK, in hertz and in frames.
    package let sampleRate: Double
    package let periodFrames: Int

    /// Whether JACK was asked to run ahead of ordinary threads.
    package internal(set) var isRealTime = false

    /// How often each server was started and measured, in turns.
    package let rounds: Int

    /// Ours first.
    package internal(set) var servers: [Server] = []

    /// Ours against the other one; nil where there was none.
    package internal(set) var ratios: Ratios?

    /// The targets of ours.
    package let target = Target()

    /// Whether ours keeps to the targets.
    package var isMet: Bool {
        guard let ours = servers.first, let sync = ours.sync.p50 else { return false }
        return sync <= target.syncP50 && ours.synthsPerSecond >= target.synthsPerSecond
    }

    /// What one server did.
    package struct Server: Encodable, Sendable {
        /// `tonewheel` or `scsynth`.
        package let name: String

        /// From before `/sync` is sent until its answer has come, and the same of `/status`; in microseconds.
        package internal(set) var sync = Times()
        package internal(set) var status = Times()

        /// From before an `/n_set` is sent to the first sample that it changes at another client of JACK's: to the moment at
        /// which JACK woke for the period in which that client gets it, and the sample's place in that; in microseconds,
        /// and the same in frames.
        package internal(set) var set = Times()
        package internal(set) var setFrames = Times()

        /// The highest rate at which each synth was heard of twice, `/n_go` and `/n_end`, in synths a second: the best
        /// round's.
        package internal(set) var synthsPerSecond = 0

        /// The same of each round.
        package internal(set) var synthsPerSecondByRound: [Int] = []

        /// Whether some round ended because the client could not send faster: the server may be able to do more.
        package internal(set) var isLimitedByClient = false

        /// Every burst.
        package internal(set) var bursts: [Burst] = []

        /// Periods that JACK lost: while this server answered and was set, and during its bursts.
        package internal(set) var xruns = 0
        package internal(set) var xrunsInBursts = 0

        init(_ name: String) {
            self.name = name
        }
    }

    /// A second, or less, of synths that free themselves at once.
    package struct Burst: Encodable, Sendable {
        /// How many a second were meant to be started, and how many the client managed to.
        package let perSecond: Int
        package let reached: Int

        /// Synths that were asked for, and how many were heard to start, and to end.
        package let sent: Int
        package let started: Int
        package let ended: Int
    }

    /// Of the rounds, in their turns.
    package struct Ratios: Encodable, Sendable {
        /// How many times as long ours takes, of each round's median.
        package let sync: Ratio
        package let status: Ratio
        package let set: Ratio

        /// How many times as many synths a second ours starts.
        package let synthsPerSecond: Ratio
    }

    /// The median of `/sync` in microseconds, at most; and synths a second, at least.
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

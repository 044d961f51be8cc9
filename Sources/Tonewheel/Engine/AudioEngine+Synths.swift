internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime

extension AudioEngine {
    /// The engine's synths. They survive a stop and a restart of the engine.
    public var synths: Synths {
        Synths { [self] () throws(SynthError) in
            guard let host = synthHost else { throw .notStarted }
            return host
        }
    }

    /// The graph and its server; nil before the first start. `[control]`
    package var synthHost: SynthHost? { hosts.withLock { $0 } }

    /// Returns the graph and its server for a format, the same ones at each start.
    ///
    /// - Throws: `EngineError.backend` if the format is not that of the first start.
    func host(for format: StreamFormat) throws(EngineError) -> SynthHost {
        let shape = configuration.synths.shape(
            sampleRate: format.sampleRate, blockFrames: configuration.blockFrames, outputs: format.channelCount,
            inputs: format.inputChannelCount)
        let result = hosts.withLock { host in
            Result { () throws(EngineError) -> SynthHost in
                if let host {
                    guard host.control.shape == shape else {
                        throw .backend(
                            "The device now plays at \(format.sampleRate) Hz, but the synths were created for "
                                + "\(host.control.shape.sampleRate) Hz. Restart the program."
                        )
                    }
                    return host
                }
                let made = try SynthHost(
                    shape, configuration.server, isIsolated: configuration.isolation != .none,
                    isRedundant: configuration.isolation.isRedundant,
                    allowsFaults: configuration.allowsFaults,
                    loadGate: LoadGate(limit: configuration.loadLimit.map { Float($0) }) { [weak self] in
                        self?.load ?? 0
                    },
                    load: { [weak self] in
                        guard let status = self?.status else { return (0, 0, shape.sampleRate) }
                        return (Float(100 * status.load), Float(100 * status.loadPeak), status.sampleRate)
                    },
                    turn: { [weak self] (turns) throws(EngineError) in
                        guard let self else { throw .notRunning }
                        try self.turn(turns)
                    })
                host = made
                return made
            }
        }
        return try result.get()
    }
}

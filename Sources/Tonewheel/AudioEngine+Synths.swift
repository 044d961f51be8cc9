internal import Synchronization
internal import TonewheelGraph
internal import TonewheelRealtime

extension AudioEngine {
    /// The synths that the engine plays. They live on when the engine stops and starts again.
    public var synths: Synths {
        Synths { [self] () throws(SynthError) in
            guard hasSynths else {
                throw .unavailable("workers render no synths yet: start the engine without isolation")
            }
            guard let host = synthHost else { throw .notStarted }
            return host
        }
    }

    /// Whether it plays synths once it has been started. `[any]`
    package var hasSynths: Bool {
        if case .worker = configuration.isolation { false } else { post == nil }
    }

    /// The graph and its server; nil before the first start, and without synths. `[control]`
    package var synthHost: SynthHost? { hosts.withLock { $0 } }

    /// The graph for sound of this shape; the same one at each start.
    ///
    /// - Throws: `EngineError.backend` if the device plays at another rate than at the first start.
    func graph(for format: StreamFormat) throws(EngineError) -> GraphControl? {
        guard hasSynths else { return nil }
        let shape = configuration.synths.shape(
            sampleRate: format.sampleRate, blockFrames: configuration.blockFrames, outputs: format.channelCount,
            inputs: format.inputChannelCount)
        let result = hosts.withLock { host in
            Result { () throws(EngineError) -> GraphControl in
                if let host {
                    guard host.control.shape == shape else {
                        throw .backend(
                            "the device plays at \(format.sampleRate) Hz now, and the synths were made for \(host.control.shape.sampleRate): end the program and start it anew"
                        )
                    }
                    return host.control
                }
                let made = try SynthHost(
                    shape, configuration.server,
                    load: { [weak self] in
                        guard let status = self?.status else { return (0, 0, shape.sampleRate) }
                        return (Float(100 * status.load), Float(100 * status.loadPeak), status.sampleRate)
                    })
                host = made
                return made.control
            }
        }
        return try result.get()
    }
}

internal import TonewheelGraph
internal import TonewheelSoundFiles
internal import TonewheelSynths

/// Rendering without a device, faster than real time. The same commands produce the same samples. `[control]`
extension AudioEngine {
    /// Renders synths into memory.
    ///
    ///     let sound = try AudioEngine.render(seconds: 2) { synths in
    ///         let note = try synths.play(bass, ["freq": 55])
    ///         try note.set("freq", 110, at: synths.frame(in: 1))
    ///     }
    ///
    /// - Parameters:
    ///   - seconds: The duration, 0 … 1,000,000.
    ///   - configuration: The sample rate, channels, block length and capacities. All other properties are ignored.
    ///   - body: Sends the commands, before anything is rendered. Commands without a frame take effect in the first
    ///     block.
    /// - Throws: `EngineError.outOfRange`, `SynthError.refused` if a command has failed, and errors of `body`.
    public static func render(
        seconds: Double, _ configuration: Configuration = Configuration(), _ body: (Synths) throws -> Void
    ) throws -> RenderedSound {
        try check(seconds, configuration)
        var channels = [[Float]](repeating: [], count: configuration.channelCount)
        try render(seconds, configuration, body) { samples, frameCount in
            for channel in channels.indices {
                for frame in 0..<frameCount { channels[channel].append(samples[frame * channels.count + channel]) }
            }
        }
        return RenderedSound(sampleRate: configuration.sampleRate, channels: channels)
    }

    /// Renders synths into a sound file. The suffix of the path selects the format: `.wav` (32-bit float), `.flac` (24
    /// bits) or `.aiff` (32-bit float).
    ///
    /// - Parameters:
    ///   - seconds: The duration, 0 … 1,000,000.
    ///   - path: The file, which is created or replaced.
    ///   - configuration: The sample rate, channels, block length and capacities. All other properties are ignored.
    ///   - body: Sends the commands, before anything is rendered. Commands without a frame take effect in the first
    ///     block.
    /// - Throws: `EngineError.outOfRange`, `EngineError.backend` if the file cannot be written, `SynthError.refused` if
    ///   a command has failed, and errors of `body`.
    public static func render(
        seconds: Double, to path: String, _ configuration: Configuration = Configuration(),
        _ body: (Synths) throws -> Void
    ) throws {
        try check(seconds, configuration)
        let file: SoundFileWriter
        do throws(SoundFileError) {
            file = try SoundFileWriter(
                path: path, kind: try SoundFileKind(path: path), sampleRate: configuration.sampleRate,
                channelCount: configuration.channelCount, expectedFrames: Int64(seconds * configuration.sampleRate))
        } catch {
            throw EngineError.backend(error.description)
        }
        try render(seconds, configuration, body) { (samples, frameCount) throws(SoundFileError) in
            try file.write(samples, frameCount: frameCount)
        }
        do throws(SoundFileError) {
            try file.close()
        } catch {
            throw EngineError.backend(error.description)
        }
    }

    /// Renders a score of SuperCollider commands into a sound file.
    ///
    /// - Parameters:
    ///   - score: The bytes of a score file (SuperCollider help, "Non-Realtime Synthesis (NRT)").
    ///   - path: The file, which is created or replaced. Its suffix selects the format: `.wav`, `.flac` or `.aiff`.
    ///   - tail: Seconds to render after the last event.
    ///   - configuration: The sample rate, channels, block length and capacities. All other properties are ignored.
    /// - Returns: The messages of refused commands, and other printed lines.
    /// - Throws: `EngineError.outOfRange`, or `EngineError.backend` if the score is invalid or the file cannot be
    ///   written.
    @discardableResult
    public static func render(
        score: [UInt8], to path: String, tail: Double = 0, _ configuration: Configuration = Configuration()
    ) throws -> [String] {
        try configuration.validate()
        let printed = PrintedLines()
        do {
            var settings = ScoreRenderer.Settings(output: path, options: configuration.server)
            settings.shape = configuration.offlineShape
            settings.kind = try SoundFileKind(path: path)
            settings.tail = tail
            _ = try ScoreRenderer(try Score(decoding: score), settings).render { printed.add($0) }
        } catch let error as ScoreError {
            throw EngineError.backend("The score \(error)")
        } catch let error as SoundFileError {
            throw EngineError.backend(error.description)
        }
        return printed.lines
    }

    private static func check(_ seconds: Double, _ configuration: Configuration) throws(EngineError) {
        try configuration.validate()
        guard (0...1e6).contains(seconds) else {
            throw .outOfRange("The duration of \(seconds) s is outside 0 … 1,000,000 s.")
        }
    }

    private static func render(
        _ seconds: Double, _ configuration: Configuration, _ body: (Synths) throws -> Void,
        to sink: OfflineRenderer.Sink
    ) throws {
        try check(seconds, configuration)
        let rate = configuration.sampleRate
        let host = try SynthHost(
            OfflineRenderer.shape(configuration.offlineShape), configuration.server, isOffline: true,
            load: { (0, 0, rate) })
        try body(Synths { host })
        do throws(SoundFileError) {
            _ = try OfflineRenderer(host.control, host.server).render(
                frameCount: Int((seconds * rate).rounded()), to: sink)
        } catch {
            throw EngineError.backend(error.description)
        }
        if let failure = host.router.calls.takeFailures().first { throw SynthError.refused(failure) }
    }
}

extension AudioEngine.Configuration {
    /// The shape of a graph that is rendered without a device.
    fileprivate var offlineShape: GraphShape {
        synths.shape(
            sampleRate: sampleRate, blockFrames: blockFrames, outputs: channelCount, inputs: inputChannelCount)
    }
}

internal import TonewheelGraph
internal import TonewheelOSC
internal import TonewheelSynths

/// The synths of an engine: definitions, synths, groups, buses and buffers.
///
///     let synths = engine.synths
///     try synths.add(SynthDef("ping") { def in
///         let envelope = EnvGen.kr(.perc(0.01, 0.5), doneAction: .freeSelf)
///         Out.ar(0, Pan2.ar(SinOsc.ar(def.control("freq", 440)) * envelope * 0.2))
///     })
///     let ping = try synths.play("ping", ["freq": 660])
///     try await ping.end()
///
/// Commands are executed in order. Without a frame they take effect at the beginning of the next block. With a frame,
/// commands that make, set, run or free nodes take effect exactly at that frame, all others at the beginning of its
/// block. Frames are counted from the engine's start.
///
/// Arguments are checked immediately. Errors that occur later, such as a command for a node that
/// has ended, are reported by ``sync()``. All methods may be called from any thread. `[control]`
public struct Synths: Sendable {
    private let find: @Sendable () throws(SynthError) -> SynthHost

    init(_ find: @escaping @Sendable () throws(SynthError) -> SynthHost) {
        self.find = find
    }

    func host() throws(SynthError) -> SynthHost { try find() }

    // MARK: - Definitions

    /// Adds a definition, or replaces one of the same name. Synths of the replaced definition continue to play.
    ///
    /// - Throws: `SynthError.refused` if the definition uses unknown units or exceeds a capacity.
    public func add(_ definition: SynthDef) throws(SynthError) {
        let host = try host()
        do throws(BlueprintError) {
            try host.control.add(definition)
        } catch {
            throw .refused("\(error)")
        }
    }

    /// Removes a definition. Its synths continue to play.
    ///
    /// - Throws: `SynthError.noDefinition`.
    public func removeDefinition(_ name: String) throws(SynthError) {
        guard try host().control.removeDefinition(name) else { throw .noDefinition(name) }
    }

    // MARK: - Nodes

    /// The root group, which contains all nodes.
    public var root: Group { Group(self, 0) }

    /// Makes a synth.
    ///
    /// - Parameters:
    ///   - definition: The name of an added definition, or of one of its variants: "definition.variant".
    ///   - controls: Values of controls, which replace the definition's defaults.
    ///   - position: The position in the tree; by default the head of the root group.
    ///   - frame: The exact frame, counted from the engine's start; nil for the next block.
    /// - Throws: `SynthError.noDefinition`, `.noControl`, or `.refused` if there is no memory for the synth, or if the
    ///   load exceeds `Configuration.loadLimit`.
    @discardableResult
    public func play(
        _ definition: String, _ controls: [String: ControlValue] = [:], to position: NodePosition? = nil,
        at frame: Int64? = nil
    ) throws(SynthError) -> Synth {
        let host = try host()
        let names = try controlNames(of: definition, host)
        try Self.check(controls.keys, of: definition, names)
        let node = host.numbers.allocateNode()
        let position = position ?? .head(of: root)
        var arguments: [OSCArgument] = [
            .string(definition), .int32(node), .int32(position.action.rawValue), .int32(position.target),
        ]
        for (name, value) in controls.sorted(by: { $0.key < $1.key }) {
            arguments += [.string(name), value.argument]
        }
        try send(OSCMessage(address: "/s_new", arguments: arguments), at: frame)
        return Synth(self, node, definition: definition, start: frame)
    }

    /// Adds a definition, and makes a synth from it.
    @discardableResult
    public func play(
        _ definition: SynthDef, _ controls: [String: ControlValue] = [:], to position: NodePosition? = nil,
        at frame: Int64? = nil
    ) throws(SynthError) -> Synth {
        try add(definition)
        return try play(definition.name, controls, to: position, at: frame)
    }

    /// Makes a group.
    ///
    /// - Parameters:
    ///   - position: The position in the tree; by default the head of the root group.
    ///   - frame: The frame, counted from the engine's start, in whose block the group is made; nil for the next block.
    public func group(to position: NodePosition? = nil, at frame: Int64? = nil) throws(SynthError) -> Group {
        let node = try host().numbers.allocateNode()
        let position = position ?? .head(of: root)
        try send(
            OSCMessage("/g_new", .int32(node), .int32(position.action.rawValue), .int32(position.target)), at: frame)
        return Group(self, node, start: frame)
    }

    // MARK: - Buses

    /// Allocates contiguous control buses.
    ///
    /// - Throws: `SynthError.noneLeft`, or `.refused` if `channels` is less than 1.
    public func controlBus(channels: Int = 1) throws(SynthError) -> ControlBus {
        ControlBus(self, try host().numbers.allocate(.controlBus, count: channels), channels: channels)
    }

    /// Allocates contiguous audio buses.
    ///
    /// - Throws: `SynthError.noneLeft`, or `.refused` if `channels` is less than 1.
    public func audioBus(channels: Int = 1) throws(SynthError) -> AudioBus {
        AudioBus(self, try host().numbers.allocate(.audioBus, count: channels), channels: channels)
    }

    // MARK: - Time

    /// The first frame of the next block, counted from the engine's start.
    public var frame: Int64 {
        guard let host = try? host() else { return 0 }
        return host.isolated?.nextFrame ?? host.control.counts.frame
    }

    /// Returns the frame that is `seconds` after the beginning of the next block.
    public func frame(in seconds: Double) -> Int64 {
        let frames = ((try? host().control.shape.sampleRate) ?? 0) * seconds
        // Clamped to 10¹⁵ frames, which are centuries of sound, so that the conversion cannot trap. NaN counts as 0.
        return frame + (frames.isNaN ? 0 : Int64(max(-1e15, min(1e15, frames))))
    }

    /// Waits until all commands so far have taken effect, except for those with a frame.
    ///
    /// - Throws: `SynthError.refused` with the first failure since the last call, if there was one.
    public func sync() async throws(SynthError) {
        let host = try host()
        _ = await host.router.calls.call { host.server.sync(0, client: $0) }
        if let failure = host.router.calls.takeFailures().first { throw .refused(failure) }
    }

    // MARK: - Sending

    /// Sends a command without waiting for replies.
    func send(_ message: OSCMessage, at frame: Int64? = nil) throws(SynthError) {
        let server = try host().server
        do throws(CommandError) {
            try server.execute([message], client: LocalClient.unattended, atFrame: frame)
        } catch {
            throw .refused(error.reason)
        }
    }

    /// Turns controls at the next block.
    func turn(_ turns: [ControlTurn]) throws(SynthError) {
        guard turns.allSatisfy(\.value.isFinite) else { throw .refused("The value of a control must be finite.") }
        let host = try host()
        do throws(EngineError) {
            try host.turn(turns)
        } catch {
            throw .refused(error.description)
        }
    }

    /// Sends a command, and waits for its replies.
    ///
    /// - Throws: `SynthError.refused` if the command fails.
    func request(_ message: OSCMessage) async throws(SynthError) -> [OSCMessage] {
        let host = try host()
        let replies = await host.router.calls.call { client in
            host.server.perform([message], client: client)
            host.server.sync(0, client: client)
        }
        for reply in replies {
            if let reason = PendingCalls.reason(reply) { throw .refused(reason) }
        }
        return replies
    }

    // MARK: - Checks

    private func controlNames(of definition: String, _ host: SynthHost) throws(SynthError) -> [String] {
        guard let blueprint = host.control.blueprints([definition])[definition] ?? nil else {
            throw .noDefinition(definition)
        }
        return blueprint.controlNames
    }

    /// Refuses controls that a definition does not have.
    func check(_ controls: some Collection<String>, of definition: String) throws(SynthError) {
        // A removed definition may still have synths, whose controls cannot be checked.
        guard let names = try? controlNames(of: definition, host()) else { return }
        try Self.check(controls, of: definition, names)
    }

    private static func check(
        _ controls: some Collection<String>, of definition: String, _ names: [String]
    ) throws(SynthError) {
        for name in controls where !names.contains(name) { throw .noControl(name, of: definition, has: names) }
    }
}

internal import Synchronization
internal import TonewheelGraph
internal import TonewheelOSC

/// Commands that run on the lane, and are answered with `/done`.
extension SynthServer {
    func performAsynchronously(
        _ command: SynthCommand, _ arguments: inout CommandArguments, _ client: UInt32
    ) throws(CommandError) {
        switch command {
        case .sync:
            sync(try arguments.int("the number that comes back", default: 0), client: client)
        case .notify:
            try notify(&arguments, client)
        case .quit:
            try onLane { [self] in
                closeFiles()
                done(command, [], client)
                onQuit()
            }
        case .d_recv, .d_load, .d_loadDir, .d_free, .d_freeAll:
            try performOnDefinitions(command, &arguments, client)
        default:
            try performOnBufferMemory(command, &arguments, client)
        }
    }

    /// Answers `/synced` when all is done that was asked for before.
    package func sync(_ id: Int32, client: UInt32) {
        // Nothing waits: the answer need not wait for a thread.
        if lane.isIdle { return answerSync(id, client) }
        do throws(CommandError) {
            try onLane { [self] in answerSync(id, client) }
        } catch {
            fail("/sync", error.reason, client)
        }
    }

    /// Says that all is done that was asked for before.
    ///
    /// That needs no trip through the callback, unless something is still on its way there: then clients expect to hear what
    /// became of it first.
    private func answerSync(_ id: Int32, _ client: UInt32) {
        if graph.hasPacketsOnTheirWay {
            var batch = CommandBatchBuilder(client: client)
            batch.beginMessage(.sync)
            batch.ask(.mark(id))
            if graph.send(batch.packet, client: client) { return }
        }
        collect()
        replies.send(OSCMessage("/synced", .int32(id)), to: client)
    }

    /// Runs a job on the lane.
    func onLane(_ job: @escaping @Sendable () -> Void) throws(CommandError) {
        guard lane.run(job) else { throw CommandError("too many commands wait for the disk already: send fewer") }
    }

    /// Runs a command on the lane; when it is done, says so and obeys the packet that it was to end with.
    func onLane(
        _ command: SynthCommand, _ client: UInt32, answer: [OSCArgument] = [], completion: [UInt8]? = nil,
        _ body: @escaping @Sendable () throws(CommandError) -> Void
    ) throws(CommandError) {
        try onLane { [self] in
            do throws(CommandError) {
                try body()
                complete(completion, client)
                done(command, answer, client)
            } catch {
                fail(command.name, error.reason, client, more: answer)
            }
        }
    }

    private func notify(_ arguments: inout CommandArguments, _ client: UInt32) throws(CommandError) {
        let flag = try arguments.int("the flag, 1 or 0", default: 0)
        let wanted = arguments.isEmpty ? nil : try arguments.int("the client's number")
        switch flag {
        case 1:
            let maximum = options.maximumLogins
            if let login = clients.withLock({ $0.login(of: client) }) {
                // As clients know it: they go on under this number.
                return fail("/notify", "notify: already registered\n", client, more: [.int32(login)])
            }
            let login = clients.withLock { $0.add(client, wanted: wanted, maximum: maximum) }
            guard let login else {
                throw CommandError("too many users")
            }
            done(.notify, [.int32(login), .int32(Int32(clamping: maximum))], client)
        case 0:
            guard clients.withLock({ $0.remove(client) }) else { throw CommandError("not registered\n") }
            done(.notify, [], client)
        default:
            throw CommandError("the flag \(flag) is neither 1 nor 0")
        }
    }
}

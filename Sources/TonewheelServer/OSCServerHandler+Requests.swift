internal import Dispatch
internal import NIOCore
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelSynths

/// What the engine is asked for.
extension OSCServerHandler {
    /// Makes the changes of a batch, at a frame or at the next block.
    func change(_ batch: CommandBatch, _ client: ServerClient, atFrame frame: Int64?) {
        do throws(EngineError) {
            if let frame {
                if !batch.change.isEmpty { try engine.apply(batch.change, atFrame: frame) }
                if !batch.turns.isEmpty { try engine.turn(batch.turns, atFrame: frame) }
            } else {
                if !batch.change.isEmpty { try engine.apply(batch.change) }
                if !batch.turns.isEmpty { try engine.turn(batch.turns) }
            }
        } catch {
            let (messages, reason) = (batch.changeMessages, error.description)
            count { $0.failed += messages }
            answerFailure(batch.address, reason, of: messages, client)
        }
    }

    func run(_ requests: [(address: String, request: ServerRequest)], _ client: ServerClient) {
        for (address, request) in requests {
            switch request {
            case .start where isQuitting:
                count { $0.failed += 1 }
                answerFailure(address, "the program is about to end, as it was asked to", client)
            case .start:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.start() }
            case .stop:
                onLane(address, client) { engine throws(EngineError) in _ = try engine.stop() }
            case .quit:
                isQuitting = true
                let eventLoop = client.channel.eventLoop
                onLane(address, client, then: { [self] in quit(on: eventLoop) }) { engine throws(EngineError) in
                    _ = try engine.stop()
                }
            case .status:
                if !client.isStream { countDrops(client.channel) }
                send(
                    StatusReply.message(StatusSources(engine.status, engine.metrics, counts, version: version)),
                    to: client)
            case .sync(let id):
                if laneJobs == 0 {
                    answerSync(id, address, client)
                } else {
                    inLane(address, client) { [self] in
                        client.channel.eventLoop.execute { [self] in answerSync(id, address, client) }
                    }
                }
            case .fault(let mode):
                do throws(EngineError) {
                    guard allowsChaos else {
                        throw .backend("this engine is not to be harmed: start it with --allow-chaos for that")
                    }
                    try engine.apply(mode) { [self] reason in
                        send(OSCMessage("/fail", .string(address), .string(reason)), to: client)
                    }
                } catch {
                    count { $0.failed += 1 }
                    answerFailure(address, error.description, client)
                }
            }
        }
    }

    /// Answers once all before it is done.
    func answerSync(_ id: Int32, _ address: String, _ client: ServerClient) {
        // Nothing takes anything in while the engine is stopped.
        guard engine.isRunning, let synths = synthServer(client.channel) else {
            return send(OSCMessage("/synced", .int32(id)), to: client)
        }
        synths.sync(id, client: clientNumbers.number(of: client))
    }

    /// Runs what waits for the device, answers `/done` or `/fail`, and then calls `completed`.
    func onLane(
        _ address: String,
        _ client: ServerClient,
        then completed: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (AudioEngine) throws(EngineError) -> Void
    ) {
        inLane(address, client) { [self] in
            do throws(EngineError) {
                try body(engine)
                send(OSCMessage("/done", .string(address)), to: client)
            } catch {
                count { $0.failed += 1 }
                send(OSCMessage("/fail", .string(address), .string(error.description)), to: client)
            }
            completed()
        }
    }

    /// Runs `body` off the event loop, behind everything that waits there already; the queue is bounded.
    func inLane(_ address: String, _ client: ServerClient, _ body: @escaping @Sendable () -> Void) {
        guard laneJobs < Self.laneCapacity else {
            count {
                $0.failed += 1
                $0.refusedByDeviceQueue += 1
            }
            return answerFailure(
                address, "\(laneJobs) commands wait for the device already: send fewer", client)
        }
        laneJobs += 1
        lane.async { [self] in
            body()
            client.channel.eventLoop.execute { [self] in laneJobs -= 1 }
        }
    }
}

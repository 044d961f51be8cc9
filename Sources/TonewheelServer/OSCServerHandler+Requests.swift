internal import Dispatch
internal import NIOCore
internal import Tonewheel
internal import TonewheelOSC
internal import TonewheelSynths

/// Requests to the engine.
extension OSCServerHandler {
    /// Applies the changes of a batch, at a frame or in the next block.
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
            replyFailure(batch.address, reason, of: messages, client)
        }
    }

    /// Counts a refused request and replies with the reason.
    func refuse(_ method: any EngineMethod.Type, _ reason: String, _ client: ServerClient) {
        count { $0.failed += 1 }
        replyFailure(method.address.description, reason, client)
    }

    /// Runs `body`, which may wait for the device, on the engine lane; then replies with `/done` or `/fail`, and calls
    /// `completed`.
    func runOnLane(
        _ method: any EngineMethod.Type,
        _ client: ServerClient,
        then completed: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (AudioEngine) throws(EngineError) -> Void
    ) {
        let address = method.address.description
        enqueueOnLane(method, client) { [self] in
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

    /// Enqueues `body` on the engine lane, off the event loop. Replies with `/fail` if the queue is full.
    func enqueueOnLane(_ method: any EngineMethod.Type, _ client: ServerClient, _ body: @escaping @Sendable () -> Void)
    {
        guard laneJobs < Self.laneCapacity else {
            count {
                $0.failed += 1
                $0.refusedByDeviceQueue += 1
            }
            let reason = "\(laneJobs) commands are already waiting for the device. Send fewer."
            return replyFailure(method.address.description, reason, client)
        }
        laneJobs += 1
        lane.async { [self] in
            body()
            client.channel.eventLoop.execute { [self] in laneJobs -= 1 }
        }
    }
}

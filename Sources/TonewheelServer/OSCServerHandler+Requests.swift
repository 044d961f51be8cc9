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

    /// Refuses a request.
    func refuse(_ method: any EngineMethod.Type, _ reason: String, _ client: ServerClient) {
        count { $0.failed += 1 }
        answerFailure(method.address.description, reason, client)
    }

    /// Runs what waits for the device, answers `/done` or `/fail`, and then calls `completed`.
    func onLane(
        _ method: any EngineMethod.Type,
        _ client: ServerClient,
        then completed: @escaping @Sendable () -> Void = {},
        _ body: @escaping @Sendable (AudioEngine) throws(EngineError) -> Void
    ) {
        let address = method.address.description
        inLane(method, client) { [self] in
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
    func inLane(_ method: any EngineMethod.Type, _ client: ServerClient, _ body: @escaping @Sendable () -> Void) {
        guard laneJobs < Self.laneCapacity else {
            count {
                $0.failed += 1
                $0.refusedByDeviceQueue += 1
            }
            let reason = "\(laneJobs) commands wait for the device already: send fewer"
            return answerFailure(method.address.description, reason, client)
        }
        laneJobs += 1
        lane.async { [self] in
            body()
            client.channel.eventLoop.execute { [self] in laneJobs -= 1 }
        }
    }
}

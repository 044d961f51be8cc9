internal import TonewheelDSP
internal import TonewheelGraph
internal import TonewheelOSC

/// Commands that set and read control buses and the samples of buffers.
extension SynthServer {
    func performOnBuses(
        _ command: SynthCommand, _ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        repeat {
            let bus = try arguments.int("the bus")
            switch command {
            case .c_set:
                let word = CommandWord(try arguments.float("the value"))
                batch.add(.setControlBuses(bus, batch.packet.add([word])))
            case .c_setn:
                batch.add(.setControlBuses(bus, batch.packet.add(try numbers(&arguments))))
            case .c_fill:
                let count = try positive(try arguments.int("how many buses"))
                batch.add(.fillControlBuses(bus, count: count, try arguments.float("the value")))
            case .c_get:
                batch.ask(.getControlBuses(bus, try batch.room(1)))
            default:
                let count = try answerable(try arguments.int("how many buses"))
                batch.ask(.getControlBuses(bus, try batch.room(Int(count))))
            }
        } while !arguments.isEmpty
    }

    func performOnBuffers(
        _ command: SynthCommand, _ arguments: inout CommandArguments, _ batch: inout CommandBatchBuilder
    ) throws(CommandError) {
        if command == .b_query {
            repeat {
                batch.ask(.getBuffer(try arguments.int("the buffer"), try batch.room(3)))
            } while !arguments.isEmpty
            return
        }
        let buffer = try arguments.int("the buffer")
        if command == .b_setSampleRate {
            return batch.add(.setSampleRate(buffer, try arguments.float("the sample rate", default: 0)))
        }
        switch command {
        case .b_set, .b_setn, .b_fill: batch.changedBuffers.insert(buffer)
        default: break
        }
        repeat {
            let sample = try arguments.int("the sample's number")
            switch command {
            case .b_set:
                batch.add(.setSample(buffer, sample, try arguments.float("the value")))
            case .b_setn:
                batch.add(.setSamples(buffer, start: sample, batch.packet.add(try numbers(&arguments))))
            case .b_fill:
                let count = try positive(try arguments.int("how many samples"))
                batch.add(.fillSamples(buffer, start: sample, count: count, try arguments.float("the value")))
            case .b_get:
                batch.ask(.getSamples(buffer, start: sample, try batch.room(1)))
            default:
                let count = try answerable(try arguments.int("how many samples"))
                batch.ask(.getSamples(buffer, start: sample, try batch.room(Int(count))))
            }
        } while !arguments.isEmpty
    }
}

import Testing
import TonewheelDSP
import TonewheelGraph

@Suite struct LoadGateTests {
    @Test func loadIsComparedWithTheLimit() throws {
        let gate = LoadGate(limit: 0.9) { 0.5 }
        let control = GraphControl(.replica, units: ToyUnits.all, loadGate: gate)
        try control.add(.trace)
        func build() throws { control.discard(.add(try control.makeSynth("trace", id: 1, []), .toTail, target: 0)) }
        try build()
        gate.assume(0.9)
        try build()
        gate.assume(0.97)
        #expect(throws: SynthBuildError.overload(0.97, limit: 0.9)) { try build() }
        // The load has no influence on a synth that cannot be built anyway, nor on those that have been accepted.
        #expect(throws: SynthBuildError.noDefinition("none")) { try control.makeSynth("none", id: 1, []) }
        let admitted = try control.makeSynth("trace", id: 1, [], isAdmitted: true)
        control.discard(.add(admitted, .toTail, target: 0))
        #expect(gate.refusedSynths == 1)
        gate.assume(nil)
        try build()
        #expect(gate.refusedSynths == 1)
    }

    @Test func withoutALimitAllSynthsAreBuilt() throws {
        let gate = LoadGate { 1_000 }
        let control = GraphControl(.replica, units: ToyUnits.all, loadGate: gate)
        try control.add(.trace)
        control.discard(.add(try control.makeSynth("trace", id: 1, []), .toTail, target: 0))
        #expect(gate.refusedSynths == 0)
    }

    @Test(
        arguments: [
            (0.97, 0.9, "97 % exceeds the limit of 90 %"), (0.9001, 0.9, "91 % exceeds the limit of 90 %"),
            (3.5, 0.925, "350 % exceeds the limit of 92.5 %"), (.infinity, 1, "1000000 % exceeds the limit of 100 %"),
        ] as [(Float, Float, String)])
    func reasonHasTheFigure(load: Float, limit: Float, text: String) {
        #expect(SynthBuildError.overload(load, limit: limit).reason.contains(text))
    }

    /// Two workers with the same packets have the same synths, although one of them has too much to do.
    @Test func workersOfABusyFrontStayEqual() throws {
        let gate = LoadGate(limit: 0.9)
        let busy = LoadGate(limit: 0.9) { 2 }
        let units = ToyUnits.all + [UnitEntry(Hiss.self), UnitEntry(Request.self)]
        let front = GraphControl(.replica, units: units, role: .shadow, loadGate: gate)
        let workers = [
            GraphControl(.replica, units: units, role: .worker),
            GraphControl(.replica, units: units, role: .worker, loadGate: busy),
        ]
        let forwarder = Forwarder(workers, front)
        front.setForwarder(forwarder)
        try front.add(.voice)
        var refused = 0
        for id in 1...30 as ClosedRange<Int32> {
            gate.assume(id % 3 == 0 ? 0.95 : 0.85)
            let settings = [Blueprint.ControlSetting(key: .index(0), value: .number(Float(id)))]
            do throws(SynthBuildError) {
                let frame: Int64? = id % 2 == 0 ? Int64(id) * 64 : nil
                front.send(.add(try front.makeSynth("voice", id: id, settings), .toTail, target: 0), atFrame: frame)
            } catch {
                refused += 1
            }
            let outputs = workers.map { $0.render().map(\.bitPattern) }
            try #require(outputs[0] == outputs[1])
        }
        for _ in 0..<40 { for worker in workers { worker.render() } }
        #expect(refused == 10 && gate.refusedSynths == 10)
        #expect(workers[0].nodeNumbers.count(where: { $0 > 0 }) == 20)
        #expect(workers[0].nodeNumbers == workers[1].nodeNumbers)
        #expect(try workers[0].image() == workers[1].image())
        #expect(busy.refusedSynths == 0)
    }

    /// Sends the packets of a front to two workers, for the next block or their own frame.
    private final class Forwarder: PacketForwarder, @unchecked Sendable {  // used by one thread
        let isBusy = false
        private let workers: [GraphControl]
        private unowned let front: GraphControl

        init(_ workers: [GraphControl], _ front: GraphControl) {
            self.workers = workers
            self.front = front
        }

        func forward(_ packet: CommandPacket.Pointer, _ bytes: [UInt8]) -> Bool {
            let frame = max(packet.pointee.frame, workers[0].graph.pointee.frame)
            for worker in workers {
                guard let prepared = try? worker.decode(bytes), worker.enqueue(prepared) else { return false }
                _ = worker.take(.packet(atFrame: frame))
            }
            front.stamp(packet, atFrame: frame)
            return true
        }

        func addDefinition(_ blueprint: Blueprint) {
            for worker in workers {
                let bytes = try! SynthDefFile(definitions: [blueprint.definition]).encoded()
                try! worker.define(number: blueprint.number, bytes)
            }
        }

        func removeDefinition(_ number: UInt64) {}
    }
}

extension GraphControl {
    /// Frees the memory of an operation that is not sent.
    fileprivate func discard(_ operation: GraphOperation) {
        var builder = CommandPacketBuilder()
        builder.add(operation, of: 0)
        builder.discard()
    }
}

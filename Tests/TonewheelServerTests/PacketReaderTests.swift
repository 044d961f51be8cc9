import Testing
import Tonewheel
import TonewheelGraph
import TonewheelOSC
import TonewheelServer

@Suite struct PacketReaderTests {
    /// 1 January 2025, 00:00 UTC.
    private static let now: Int64 = 1_735_689_600_000_000_000

    private func read(_ packet: OSCPacket) throws -> PacketReader {
        var reader = PacketReader(sampleRate: 48_000, now: Self.now)
        try packet.encoded().withUnsafeBytes { reader.read(try OSCPacketView(validating: $0)) }
        return reader
    }

    private func read(_ message: OSCMessage) throws -> PacketReader {
        try read(.message(message))
    }

    /// Returns the time tag at an offset in nanoseconds from now.
    private func tag(_ nanoseconds: Int64) -> OSCTimeTag {
        OSCTimeTag(nanosecondsSince1970: Self.now + nanoseconds)
    }

    /// Returns the only change of a packet; nil if it has another effect.
    private func change(_ message: OSCMessage) throws -> ParameterChange? {
        let reader = try read(message)
        guard reader.failures.isEmpty, reader.batches.count == 1, reader.batches[0].requests.isEmpty else { return nil }
        #expect(reader.batches[0].wallTime == nil)
        return reader.batches[0].change
    }

    /// Returns the address of the only request of a packet; nil if it has another effect.
    private func request(_ message: OSCMessage) throws -> String? {
        let reader = try read(message)
        guard reader.failures.isEmpty, reader.batches.count == 1, reader.batches[0].change.isEmpty else { return nil }
        let requests = reader.batches[0].requests
        return requests.count == 1 ? "\(type(of: requests[0]).address)" : nil
    }

    /// Returns the reason why a message is refused; nil if it has any effect.
    private func refusal(_ message: OSCMessage) throws -> String? {
        let reader = try read(message)
        guard reader.batches.isEmpty, reader.failures.count == 1 else { return nil }
        #expect(reader.failures[0].address == message.address.description)
        return reader.failures[0].reason
    }

    /// Returns the only control change of a packet; nil if it has another effect.
    private func turn(_ message: OSCMessage) throws -> ControlTurn? {
        let reader = try read(message)
        guard reader.failures.isEmpty, reader.batches.count == 1, reader.batches[0].change.isEmpty else { return nil }
        #expect(reader.batches[0].changeMessages == 1)
        return reader.batches[0].turns.count == 1 ? reader.batches[0].turns[0] : nil
    }

    // MARK: - Messages

    @Test func controlAddressesSetControlsOfAnySynth() throws {
        let named = try #require(try turn(OSCMessage("/mod/1000/cutoff", 440)))
        #expect(named.node == 1000 && named.control == ControlKey(name: "cutoff") && named.value == 440)
        let numbered = try #require(try turn(OSCMessage("/mod/-12/3", .double(0.5))))
        #expect(numbered.node == -12 && numbered.control == .index(3) && numbered.value == 0.5)
        for (address, reason) in [
            ("/mod/0/freq", "Node 0 not found"), ("/mod/\(ReservedIDs.tone)/freq", "not found"),
            ("/mod/1000", "no such address"), ("/mod/1000/a/b", "no such address"), ("/mod/x/freq", "no such address"),
        ] {
            let message = OSCMessage(.path(address), 1)
            #expect(try refusal(message)?.contains(reason) == true, "\(address)")
        }
        #expect(try refusal(OSCMessage("/mod/1000/freq"))?.contains("takes one number") == true)
        #expect(try refusal(OSCMessage("/mod/1000/freq", .float32(.nan)))?.contains("finite") == true)
    }

    @Test func eachAddress() throws {
        #expect(try request(OSCMessage("/engine/start")) == "/engine/start")
        #expect(try request(OSCMessage("/engine/stop")) == "/engine/stop")
        #expect(try request(OSCMessage("/engine/quit")) == "/engine/quit")
        #expect(try request(OSCMessage("/engine/status")) == "/engine/status")
        #expect(try request(OSCMessage("/sync", 3)) == "/sync")
        #expect(try change(OSCMessage("/mod/sine/freq", 880.0)) == ParameterChange(frequency: 880))
        #expect(try change(OSCMessage("/mod/sine/amp", 0.5)) == ParameterChange(amplitude: 0.5))
        #expect(try change(OSCMessage("/gate/sine", 0)) == ParameterChange(gate: false))
    }

    @Test func countsMessagesAndRefusals() throws {
        let bundle = OSCBundle(
            OSCMessage("/mod/sine/freq", 440), OSCMessage("/x"), OSCMessage("/y"), OSCMessage("/done", "/x"),
            OSCMessage("/mod/sine/*", 0.5), OSCMessage("/sync", 1), OSCMessage("/z"))
        var reader = PacketReader(sampleRate: 48_000, now: Self.now, reasonsKept: 2)
        try bundle.encoded().withUnsafeBytes { reader.read(try OSCPacketView(validating: $0)) }
        #expect(reader.messageCount == 6)
        #expect(reader.failureCount == 3)
        #expect(reader.failures.map(\.address) == ["/x", "/y"])
        #expect(reader.batches.map(\.changeMessages) == [2])
    }

    @Test func refusedMessagesChangeNothing() throws {
        #expect(try refusal(OSCMessage("/mod/sine/freq", "440"))?.contains("takes one number") == true)
        #expect(try refusal(OSCMessage("/mod/sine/freq"))?.contains("takes one number") == true)
        #expect(try refusal(OSCMessage("/mod/sine/freq", .float32(.nan)))?.contains("finite") == true)
        #expect(try refusal(OSCMessage("/mod/sine/freq", -1))?.contains("outside") == true)
        #expect(try refusal(OSCMessage("/mod/sine/amp", 2))?.contains("outside") == true)
        #expect(try refusal(OSCMessage("/gate/sine", 2))?.contains("neither") == true)
        #expect(try refusal(OSCMessage("/sync", "x")) != nil)
    }

    @Test func sampleRateLimitsFrequencies() throws {
        var reader = PacketReader(sampleRate: 8_000, now: Self.now)
        try OSCMessage("/mod/sine/freq", 4_001).encoded().withUnsafeBytes {
            reader.read(try OSCPacketView(validating: $0))
        }
        #expect(reader.batches.isEmpty && reader.failures.count == 1)
    }

    @Test(arguments: ["/", "/mod", "/mod/sine", "/mod/sine/freq/", "/mod/sine/Freq", "/mod/sine/frequency"])
    func unknownAddress(address: String) throws {
        let reason = try refusal(OSCMessage(address: .path(address), arguments: [440]))
        #expect(reason?.hasPrefix("no such address") == true)
        // The reason lists all addresses.
        for method in EngineMethods.all { #expect(reason?.contains("\(method.address)") == true) }
    }

    @Test func commandNumber() throws {
        #expect(try read(OSCMessage(9, 1)).batches.first?.synthMessages == [OSCMessage(9, 1)])
    }

    // MARK: - Patterns

    @Test func patterns() throws {
        #expect(try change(OSCMessage("/mod/*/freq", 880)) == ParameterChange(frequency: 880))
        #expect(try change(OSCMessage("/m?d/s[a-z]ne/{freq,pitch}", 880)) == ParameterChange(frequency: 880))
        #expect(try change(OSCMessage("/mod/sine/*", 0.5)) == ParameterChange(frequency: 0.5, amplitude: 0.5))
        // Only the gate has two parts.
        #expect(try change(OSCMessage("/{mod,gate}/sine", 1)) == ParameterChange(gate: true))
        #expect(try change(OSCMessage("/{mod,gate}/*/amp", 1)) == ParameterChange(amplitude: 1))
        let stops = try read(OSCMessage("/engine/st{op,art}"))
        #expect(
            stops.batches.map { $0.requests.map { "\(type(of: $0).address)" } } == [["/engine/start", "/engine/stop"]])
    }

    @Test func patternTakesEffectCompletelyOrNotAtAll() throws {
        // 440 is a valid frequency, but not a valid amplitude.
        #expect(try refusal(OSCMessage("/mod/sine/*", 440))?.contains("amplitude") == true)
        #expect(try refusal(OSCMessage("/*", "x"))?.contains("integer") == true)
    }

    @Test(arguments: ["/mod/*/pitch", "/*/*/*/*", "/nothing*"]) func patternsThatMatchNothing(address: String) throws {
        let reason = try refusal(OSCMessage(address: .path(address), arguments: [1]))
        #expect(reason?.hasPrefix("matches no address") == true)
    }

    @Test(arguments: ["/mod/[sine/freq", "/mod/{sine/freq", "/mod/sine]/*", "/mod/[]/freq", "/mod/{s*}/freq"])
    func malformedPatterns(address: String) throws {
        #expect(try refusal(OSCMessage(address: .path(address), arguments: [440]))?.contains("address pattern") == true)
    }

    // MARK: - Bundles

    @Test func changesOfABundleAreMerged() throws {
        let bundle = OSCBundle(
            timeTag: tag(1_000_000_000), OSCMessage("/mod/sine/freq", 100), OSCMessage("/mod/sine/amp", 0.5),
            OSCMessage("/sync", 1), OSCMessage("/mod/sine/freq", 200), OSCMessage("/gate/sine", 0))
        let reader = try read(.bundle(bundle))
        #expect(reader.failures.isEmpty)
        #expect(reader.batches.count == 1)
        #expect(reader.batches.first?.change == ParameterChange(frequency: 200, amplitude: 0.5, gate: false))
        #expect(reader.batches.first?.requests.map { ($0 as? SyncEngine)?.id } == [1])
        #expect(reader.batches.first?.wallTime == Self.now + 1_000_000_000)
    }

    @Test func anImmediateBundleHasNoTime() throws {
        let reader = try read(.bundle(OSCBundle(OSCMessage("/engine/status"))))
        #expect(reader.batches.map(\.wallTime) == [nil])
    }

    @Test func rawValueZeroIs1900() throws {
        let reader = try read(.bundle(OSCBundle(timeTag: OSCTimeTag(rawValue: 0), OSCMessage("/engine/status"))))
        #expect(reader.batches.map(\.wallTime) == [-2_208_988_800_000_000_000])
    }

    @Test func emptyBundleHasNoEffect() throws {
        let reader = try read(.bundle(OSCBundle(elements: [.bundle(OSCBundle(elements: []))])))
        #expect(reader.batches.isEmpty && reader.failures.isEmpty)
    }

    @Test(
        arguments: [
            // The outer time, the inner time, and the expected time of the inner bundle.
            (1_000, 2_000, 2_000), (2_000, 1_000, 2_000), (1_000, 1_000, 1_000), (-2_000, -1_000, -1_000),
            (1_000, nil, 1_000), (nil, 1_000, 1_000), (nil, nil, nil), (nil, -1_000, -1_000),
        ] as [(Int64?, Int64?, Int64?)])
    func anInnerBundleIsNeverEarlier(outer: Int64?, inner: Int64?, expected: Int64?) throws {
        func timeTag(_ nanoseconds: Int64?) -> OSCTimeTag { nanoseconds.map(tag) ?? .immediately }
        let innerBundle = OSCBundle(timeTag: timeTag(inner), OSCMessage("/mod/sine/freq", 2))
        let bundle = OSCBundle(
            timeTag: timeTag(outer), elements: [.bundle(innerBundle), .message(OSCMessage("/mod/sine/freq", 1))])
        let reader = try read(.bundle(bundle))
        if outer == expected {
            // Bundles with the same time are merged, in the order of the packet.
            #expect(reader.batches.map(\.change.frequency) == [1])
            #expect(reader.batches.map(\.wallTime) == [outer.map { Self.now + $0 }])
        } else {
            #expect(reader.batches.map(\.change.frequency) == [2, 1])
            #expect(reader.batches.map(\.wallTime) == [expected.map { Self.now + $0 }, outer.map { Self.now + $0 }])
        }
    }

    @Test func nestedBundlesRespectOuterTimes() throws {
        let innermost = OSCBundle(timeTag: tag(1_000), OSCMessage("/sync", 3))
        let middle = OSCBundle(elements: [.bundle(innermost), .message(OSCMessage("/sync", 2))])
        let outer = OSCBundle(timeTag: tag(5_000), elements: [.bundle(middle), .message(OSCMessage("/sync", 1))])
        let reader = try read(.bundle(outer))
        #expect(reader.batches.flatMap { $0.requests.map { ($0 as? SyncEngine)?.id } } == [3, 2, 1])
        #expect(reader.batches.map(\.wallTime) == [Self.now + 5_000])
    }

    @Test func validMessagesBesideInvalidOnesAreKept() throws {
        let bundle = OSCBundle(
            OSCMessage("/mod/sine/freq", 100), OSCMessage("/nowhere", 1), OSCMessage("/mod/sine/amp", 7),
            OSCMessage("/mod/sine/freq", "x"), OSCMessage("/gate/sine", 0), OSCMessage("/sync", 1))
        let reader = try read(.bundle(bundle))
        #expect(reader.failures.map(\.address) == ["/nowhere", "/mod/sine/amp", "/mod/sine/freq"])
        #expect(reader.batches.map(\.change) == [ParameterChange(frequency: 100, gate: false)])
        #expect(reader.batches.flatMap { $0.requests.map { ($0 as? SyncEngine)?.id } } == [1])
    }
}

import TonewheelOSC

/// The entry point of libFuzzer, called with each input. It must return for any input: a trap, an error of
/// AddressSanitizer or a violated invariant ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOSC(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let view: OSCPacketView
    do {
        view = try OSCPacketView(validating: bytes)
    } catch {
        // The description must not trap either.
        check(!error.description.isEmpty, "an error has no description")
        return 0
    }
    walk(view, depth: 0)
    checkRoundTrip(OSCPacket(view))
    return 0
}

/// Checks that a decoded packet can be encoded, and that decoding returns the same packet. Encodings are compared,
/// since NaN does not equal itself.
private func checkRoundTrip(_ packet: OSCPacket) {
    do {
        let encoded = try packet.encoded()
        let again = try OSCPacket(decoding: encoded).encoded()
        check(encoded == again, "the round trip changes the packet")
    } catch {
        fatalError("the round trip fails: \(error)")
    }
}

/// Visits all views, and reads every byte that they expose.
private func walk(_ packet: OSCPacketView, depth: Int) {
    switch packet {
    case .message(let message):
        walk(message)
    case .bundle(let bundle):
        check(depth < OSCPacket.maximumDepth, "a bundle is nested too deeply")
        readTime(bundle.timeTag)
        for element in bundle.elements { walk(element, depth: depth + 1) }
    }
}

private func walk(_ message: OSCMessageView) {
    check(message.commandNumber != nil || message.address.bytes.first == UInt8(ascii: "/"), "an address has no slash")
    match(message.address.bytes)
    var depth = 0
    for argument in message.arguments {
        switch argument {
        case .string(let value), .symbol(let value):
            check(!value.bytes.contains(0), "a string contains a zero byte")
            match(value.bytes)
        case .blob(let bytes):
            readAll(bytes)
            // The blob may be a completion message.
            if let view = try? OSCPacketView(validating: bytes) { walk(view, depth: 0) }
        case .timeTag(let value):
            readTime(value)
        case .arrayBegin:
            depth += 1
            check(depth <= OSCMessage.maximumArrayDepth, "an array is nested too deeply")
        case .arrayEnd:
            depth -= 1
            check(depth >= 0, "an array ends that has not begun")
        default:
            check(argument.finiteFloat?.isFinite ?? true, "a number is not finite")
            _ = argument.int
            _ = argument.double
        }
    }
    check(depth == 0, "an array has no end")
}

private func readTime(_ timeTag: OSCTimeTag) {
    for now in [Int64.min, 0, 1_735_689_600_000_000_000, 2_085_978_496_000_000_000, .max] {
        _ = OSCTimeTag(nanosecondsSince1970: timeTag.nanosecondsSince1970(near: now))
    }
}

/// Matches the bytes as a pattern against addresses like those of a server.
private func match(_ bytes: UnsafeRawBufferPointer) {
    let isPattern = OSCAddressPattern.isPattern(bytes)
    let pattern: OSCAddressPattern
    do {
        pattern = try OSCAddressPattern(bytes)
    } catch {
        check(isPattern, "an address without wildcards is malformed")
        check(!error.description.isEmpty, "an error has no description")
        return
    }
    for address in ["/", "/a", "/s_new", "/mixer/3/left/gain", "/oscillator/4/frequency"] as [StaticString] {
        let address = UnsafeRawBufferPointer(start: address.utf8Start, count: address.utf8CodeUnitCount)
        let matches = pattern.matches(address)
        if !isPattern { check(matches == address.elementsEqual(bytes), "an address matches another") }
    }
    if !isPattern, bytes.count <= OSCAddressPattern.maximumAddressLength {
        check(pattern.matches(bytes), "an address does not match itself")
    }
}

private func readAll(_ bytes: UnsafeRawBufferPointer) {
    // The sum is used, so that the compiler does not remove the reads.
    check(bytes.reduce(0) { $0 + Int($1) } <= bytes.count * 255, "the sum is wrong")
}

private func check(_ condition: Bool, _ message: StaticString) {
    guard condition else { fatalError("\(message)") }
}

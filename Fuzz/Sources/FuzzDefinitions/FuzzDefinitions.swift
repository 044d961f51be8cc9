import TonewheelGraph

/// The entry point of libFuzzer, called with each input. It must return for any input: a trap, an error of
/// AddressSanitizer or a violated invariant ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDefinitions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let file: SynthDefFile
    do {
        file = try SynthDefFile(decoding: UnsafeRawBufferPointer(start: start, count: count))
    } catch {
        // The description must not trap either.
        check(!error.description.isEmpty, "an error has no description")
        return 0
    }
    for definition in file.definitions { checkRoundTrip(definition) }
    return 0
}

/// Checks that a SynthDef, written in version 2 of the format and read again, is unchanged.
private func checkRoundTrip(_ definition: SynthDef) {
    do {
        let bytes = try SynthDefFile(definitions: [definition]).encoded()
        let again = try SynthDefFile(decoding: bytes)
        check(again.definitions == [definition], "the round trip changes the SynthDef")
        try check(again.encoded() == bytes, "the round trip changes the bytes")
        check(definition.name.utf8.count <= 255, "a name is too long")
    } catch {
        fatalError("the round trip fails: \(error)")
    }
}

private func check(_ condition: @autoclosure () throws -> Bool, _ message: StaticString) rethrows {
    guard try condition() else { fatalError("\(message)") }
}

import Tonewheel

/// What libFuzzer calls with each input. It must return whatever the input is: a trap, an error of AddressSanitizer or
/// a broken law ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDefinitions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let definitions: [SynthDef]
    do {
        definitions = try SynthDef.definitions(decoding: UnsafeRawBufferPointer(start: start, count: count))
    } catch {
        // The description must not trap either.
        check(!error.description.isEmpty, "an error has no description")
        return 0
    }
    for definition in definitions { checkRoundTrip(definition) }
    return 0
}

/// What was read is written in version 2 of the format, and reading that gives the same definition.
private func checkRoundTrip(_ definition: SynthDef) {
    do {
        let again = try SynthDef(decoding: definition.bytes)
        check(again == definition, "the round trip changes the definition")
        check(again.bytes == definition.bytes, "the round trip changes the bytes")
        check(again.name.utf8.count <= 255, "a name is too long")
    } catch {
        fatalError("the round trip fails: \(error)")
    }
}

private func check(_ condition: Bool, _ message: StaticString) {
    guard condition else { fatalError("\(message)") }
}

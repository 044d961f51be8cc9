import TonewheelGraph

/// What libFuzzer calls with each input. It must return whatever the input is: a trap, an error of AddressSanitizer or
/// a broken law ends the process.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDefinitions(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let file: SynthDefinitionFile
    do {
        file = try SynthDefinitionFile(decoding: UnsafeRawBufferPointer(start: start, count: count))
    } catch {
        // The description must not trap either.
        check(!error.description.isEmpty, "an error has no description")
        return 0
    }
    for definition in file.definitions { checkRoundTrip(definition) }
    return 0
}

/// What was read is written in version 2 of the format, and reading that gives the same definition.
private func checkRoundTrip(_ definition: SynthDefinition) {
    do {
        let bytes = try SynthDefinitionFile(definitions: [definition]).encoded()
        let again = try SynthDefinitionFile(decoding: bytes)
        check(again.definitions == [definition], "the round trip changes the definition")
        try check(again.encoded() == bytes, "the round trip changes the bytes")
        check(definition.name.utf8.count <= 255, "a name is too long")
    } catch {
        fatalError("the round trip fails: \(error)")
    }
}

private func check(_ condition: @autoclosure () throws -> Bool, _ message: StaticString) rethrows {
    guard try condition() else { fatalError("\(message)") }
}

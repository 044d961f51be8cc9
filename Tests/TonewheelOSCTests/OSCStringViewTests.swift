import Testing
import TonewheelOSC

@Suite struct OSCStringViewTests {
    private func with<Result>(_ bytes: [UInt8], _ body: (OSCStringView) -> Result) -> Result {
        bytes.withUnsafeBytes { body(OSCStringView($0)) }
    }

    @Test func comparesWithLiterals() {
        with(Array("/n_set".utf8)) { view in
            #expect(view == "/n_set")
            #expect(view != "/n_setn")
            #expect(view != "/n_se")
            #expect(view != "/n_sex")
            #expect(view != "")
        }
        with([]) { view in
            #expect(view == "")
            #expect(view != "a")
        }
        with([0x61]) { #expect($0 == "a") }
        with(Array("é".utf8)) { #expect($0 == "é") }
    }

    @Test func repairsInvalidUTF8() {
        #expect(with([0x2f, 0xff, 0x61]) { String($0) } == "/\u{fffd}a")
        #expect(with([0x2f, 0xff, 0x61]) { Array($0.bytes) } == [0x2f, 0xff, 0x61])
    }
}

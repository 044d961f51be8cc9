import Testing
import TonewheelOSC

@Suite struct OSCArgumentViewTests {
    @Test func integersWhereFloatsAreExpected() {
        #expect(OSCArgumentView.int32(-3).float == -3)
        #expect(OSCArgumentView.int64(1 << 40).float == 1_099_511_627_776)
        #expect(OSCArgumentView.double(0.1).float == 0.1)
        #expect(OSCArgumentView.float32(440).float == 440)
        #expect(OSCArgumentView.bool(true).float == 1)
        #expect(OSCArgumentView.bool(false).float == 0)
        #expect(OSCArgumentView.int32(7).double == 7)
        #expect(OSCArgumentView.bool(true).double == 1)
        #expect(OSCArgumentView.int64(1 << 53).double == 9_007_199_254_740_992)
        #expect(OSCArgumentView.double(0.1).double == 0.1)
    }

    @Test func int64IsRoundedOnce() {
        // Rounding to double first would produce a tie, which rounds to the even neighbour.
        let value = Int64(1) << 60 + Int64(1) << 36 + 1
        #expect(OSCArgumentView.int64(value).float == Float(value))
    }

    @Test func floatsWhereIntegersAreExpected() {
        #expect(OSCArgumentView.float32(1000).int == 1000)
        #expect(OSCArgumentView.float32(1.9).int == 1)
        #expect(OSCArgumentView.float32(-1.9).int == -1)
        #expect(OSCArgumentView.double(2_147_483_647.5).int == Int32.max)
        #expect(OSCArgumentView.double(-2_147_483_648.5).int == Int32.min)
        #expect(OSCArgumentView.int64(-5).int == -5)
        #expect(OSCArgumentView.int32(.min).int == .min)
        #expect(OSCArgumentView.bool(true).int == 1)
    }

    @Test func numbersOutOfRangeAreNotIntegers() {
        for value: Double in [2_147_483_648, -2_147_483_649, 1e300, .nan, .infinity, -.infinity, .signalingNaN] {
            #expect(OSCArgumentView.double(value).int == nil)
        }
        #expect(OSCArgumentView.float32(.nan).int == nil)
        #expect(OSCArgumentView.float32(.infinity).int == nil)
        #expect(OSCArgumentView.float32(2_147_483_648).int == nil)
        #expect(OSCArgumentView.int64(2_147_483_648).int == nil)
        #expect(OSCArgumentView.int64(.min).int == nil)
    }

    @Test func finiteFloatRefusesNonFiniteNumbers() {
        #expect(OSCArgumentView.float32(.nan).float?.isNaN == true)
        #expect(OSCArgumentView.float32(.infinity).float == .infinity)
        #expect(OSCArgumentView.double(1e300).float == .infinity)
        #expect(OSCArgumentView.float32(.nan).finiteFloat == nil)
        #expect(OSCArgumentView.float32(-.infinity).finiteFloat == nil)
        #expect(OSCArgumentView.double(1e300).finiteFloat == nil)
        #expect(OSCArgumentView.float32(0.5).finiteFloat == 0.5)
        #expect(OSCArgumentView.nil.finiteFloat == nil)
    }

    @Test func otherTypesAreNotNumbers() {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let others: [OSCArgumentView] = [
            .string(OSCStringView(none)), .symbol(OSCStringView(none)), .blob(none), .timeTag(.immediately),
            .character(65), .color(1), .midi(OSCMIDIMessage(rawValue: 1)), .nil, .impulse, .arrayBegin, .arrayEnd,
        ]
        for argument in others {
            #expect(argument.float == nil)
            #expect(argument.double == nil)
            #expect(argument.int == nil)
        }
    }

    @Test func textAndBlobs() throws {
        let bytes = text("/a") + text(",sSbi") + text("one") + text("two") + word(2) + padded([3, 4]) + word(5)
        let checked: Void? = withMessage(bytes) { message in
            var arguments = message.arguments.makeIterator()
            #expect(arguments.next()?.text.map(String.init) == "one")
            #expect(arguments.next()?.text.map(String.init) == "two")
            let blob = arguments.next()
            #expect(blob?.text == nil)
            #expect(blob?.blobBytes.map(Array.init) == [3, 4])
            let number = arguments.next()
            #expect(number?.text == nil)
            #expect(number?.blobBytes == nil)
            #expect(number?.int == 5)
            #expect(arguments.next() == nil)
        }
        #expect(checked != nil)
    }
}

import TestSupport
import Testing
import TonewheelOSC

@Suite struct OSCTimeTagTests {
    /// 1 January 2025, 00:00 UTC.
    private let now: Int64 = 1_735_689_600_000_000_000
    private let second: Int64 = 1_000_000_000
    /// 7 February 2036, 06:28:16 UTC: 2³² seconds after 1 January 1900.
    private let wrapAround: Int64 = (4_294_967_296 - 2_208_988_800) * 1_000_000_000

    @Test func rawValueOneIsImmediate() {
        #expect(OSCTimeTag.immediately.rawValue == 1)
        #expect(OSCTimeTag(rawValue: 1).isImmediate)
        #expect(OSCTimeTag.immediately.nanosecondsSince1970(near: now) == now)
        #expect(OSCTimeTag.immediately.description == "immediately")
    }

    @Test(arguments: [Int64(1_735_689_600), 2_085_978_495, 2_085_978_497, 4_000_000_000])
    func rawValueZeroIs1900(nowSeconds: Int64) {
        let zero = OSCTimeTag(rawValue: 0)
        #expect(!zero.isImmediate)
        #expect(zero.nanosecondsSince1970(near: nowSeconds * second) == -2_208_988_800 * second)
    }

    @Test func epochOf1970() {
        let tag = OSCTimeTag(nanosecondsSince1970: 0)
        #expect(tag.rawValue == 2_208_988_800 << 32)
        #expect(tag.seconds == 2_208_988_800)
        #expect(tag.fraction == 0)
        #expect(tag.nanosecondsSince1970(near: now) == 0)
        #expect(tag.description == "0x83aa7e8000000000")
    }

    @Test func fractions() {
        #expect(OSCTimeTag(nanosecondsSince1970: 500_000_000).fraction == 0x8000_0000)
        #expect(OSCTimeTag(nanosecondsSince1970: -250_000_000).fraction == 0xc000_0000)
        #expect(OSCTimeTag(nanosecondsSince1970: -250_000_000).seconds == 2_208_988_799)
        // The largest fraction is closer to the next second than to the last nanosecond of its own second.
        #expect(OSCTimeTag(rawValue: 2_208_988_800 << 32 | 0xffff_ffff).nanosecondsSince1970(near: now) == second)
    }

    @Test func pastAndFuture() {
        for years: Int64 in [-60, -1, 1, 60] {
            let instant = now + years * 31_557_600 * second + 123_456_789
            #expect(OSCTimeTag(nanosecondsSince1970: instant).nanosecondsSince1970(near: now) == instant)
        }
    }

    @Test func farFutureIsInAnotherEra() {
        // 100 years ahead decodes as 36 years back near `now`, and as itself near the instant.
        let instant = now + 100 * 31_557_600 * second
        let tag = OSCTimeTag(nanosecondsSince1970: instant)
        #expect(tag.nanosecondsSince1970(near: now) == instant - 4_294_967_296 * second)
        #expect(tag.nanosecondsSince1970(near: instant) == instant)
    }

    @Test func acrossTheWrapAround() {
        for distance: Int64 in [-2, -1, 1, 2] {
            let instant = wrapAround + distance * second
            let tag = OSCTimeTag(nanosecondsSince1970: instant)
            #expect(tag.seconds == UInt32(truncatingIfNeeded: distance))
            // Relative to a time before and to a time after the wrap-around.
            #expect(tag.nanosecondsSince1970(near: wrapAround - 10 * second) == instant)
            #expect(tag.nanosecondsSince1970(near: wrapAround + 10 * second) == instant)
        }
    }

    @Test func wrapAroundIsNeitherZeroNorImmediate() {
        let tag = OSCTimeTag(nanosecondsSince1970: wrapAround)
        #expect(tag.rawValue == 2)
        #expect(tag.nanosecondsSince1970(near: wrapAround - second) == wrapAround)
        #expect(tag.nanosecondsSince1970(near: now) == wrapAround)
    }

    @Test func everyNanosecondSurvives() {
        var random = RepeatableRandom(seed: 1)
        for _ in 0..<20_000 {
            let near = Int64.random(in: -7_000_000_000...7_000_000_000, using: &random) * second
            let distance = Int64.random(in: -2_147_483_000...2_147_483_000, using: &random) * second
            let instant = near + distance + Int64.random(in: 0..<second, using: &random)
            let tag = OSCTimeTag(nanosecondsSince1970: instant)
            #expect(tag.nanosecondsSince1970(near: near) == instant)
        }
    }

    @Test func extremesAreClamped() {
        for now in [Int64.min, Int64.min + 1, -1, 0, 1, Int64.max - 1, Int64.max] {
            for rawValue in [0, 2, 1 << 31, 1 << 32, 1 << 63, UInt64.max - 1, UInt64.max] {
                // No raw value and no clock time traps.
                _ = OSCTimeTag(rawValue: rawValue).nanosecondsSince1970(near: now)
            }
            _ = OSCTimeTag(nanosecondsSince1970: now)
        }
        let late = OSCTimeTag(nanosecondsSince1970: Int64.max)
        let muchLater = OSCTimeTag(rawValue: late.rawValue &+ (60 << 32))
        #expect(muchLater.nanosecondsSince1970(near: Int64.max) == Int64.max)
        let early = OSCTimeTag(nanosecondsSince1970: Int64.min)
        let muchEarlier = OSCTimeTag(rawValue: early.rawValue &- (60 << 32))
        #expect(muchEarlier.nanosecondsSince1970(near: Int64.min) == Int64.min)
    }
}

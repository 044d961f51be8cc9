/// A point in time in OSC's format: NTP's 64-bit fixed-point number of seconds since 1 January 1900 (OSC 1.0
/// specification, "Temporal Semantics and OSC Time Tags"; RFC 5905).
///
/// The upper 32 bits count seconds, the lower 32 bits are a fraction of a second, in steps of about 0.23 nanoseconds.
/// The seconds wrap around every 136 years, next on 7 February 2036, so a time tag is an instant only in relation to
/// another instant, which ``nanosecondsSince1970(near:)`` requires. For the same reason time tags are not `Comparable`;
/// compare the nanoseconds.
///
/// Two values are not ordinary instants:
///
/// - 1 means "immediately": ``isImmediate``.
/// - 0 is sent by many clients for "no time". It is always 1 January 1900, never the wrap-around of 2036, so a receiver
///   handles it like any other late message.
public struct OSCTimeTag: Hashable, Sendable, BitwiseCopyable {
    /// The number in the packet: seconds in the upper half, the fraction in the lower.
    public var rawValue: UInt64

    /// Creates a time tag from its raw value.
    @_noLocks @_noAllocation
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The time tag that means "immediately", raw value 1.
    public static var immediately: OSCTimeTag {
        // This is computed because a stored `static let` takes a lock at its first use.
        @_noLocks @_noAllocation
        get { OSCTimeTag(rawValue: 1) }
    }

    /// Whether the raw value is 1, "immediately". Raw value 0 is an instant long past.
    public var isImmediate: Bool {
        @_noLocks @_noAllocation
        get { rawValue == 1 }
    }

    /// The whole seconds since the beginning of the era, 0 to 2³² − 1.
    public var seconds: UInt32 {
        @_noLocks @_noAllocation
        get { UInt32(truncatingIfNeeded: rawValue &>> 32) }
    }

    /// The fraction of a second, in steps of 2⁻³² seconds.
    public var fraction: UInt32 {
        @_noLocks @_noAllocation
        get { UInt32(truncatingIfNeeded: rawValue) }
    }
}

// MARK: - Nanoseconds

extension OSCTimeTag {
    /// Creates the time tag of an instant, in nanoseconds since 1 January 1970, 00:00 UTC, without leap seconds.
    ///
    /// The era is lost: instants 2³² seconds apart have the same time tag. The instants of a wrap-around, whose raw
    /// value would be 0, have the raw value 2, half a nanosecond later, since 0 and 1 have meanings of their own.
    @_noLocks @_noAllocation
    public init(nanosecondsSince1970 nanoseconds: Int64) {
        // Rounded down, so that the fraction is positive before 1970 too.
        var seconds = nanoseconds / Self.nanosecondsPerSecond
        var rest = nanoseconds % Self.nanosecondsPerSecond
        if rest < 0 {
            seconds &-= 1
            rest &+= Self.nanosecondsPerSecond
        }
        // Below 2⁶²; the quotient, rounded to the nearest step, stays below 2³².
        let fraction = ((rest &<< 32) &+ Self.nanosecondsPerSecond / 2) / Self.nanosecondsPerSecond
        let era = UInt32(truncatingIfNeeded: seconds &+ Self.secondsFrom1900To1970)
        let value = UInt64(era) &<< 32 | UInt64(fraction)
        rawValue = value == 0 ? 2 : value
    }

    /// Returns the instant in nanoseconds since 1 January 1970, in the era that is closest to `now`.
    ///
    /// The instant is within 68 years of `now`. Raw value 1, "immediately", is `now` itself; raw value 0 is
    /// 1 January 1900 for any `now`. An instant that 64-bit nanoseconds cannot express, before 1677 or after 2262, is
    /// clamped.
    ///
    /// - Parameter now: The receiver's time, in nanoseconds since 1 January 1970.
    @_noLocks @_noAllocation
    public func nanosecondsSince1970(near now: Int64) -> Int64 {
        if isImmediate { return now }
        if rawValue == 0 { return -Self.secondsFrom1900To1970 &* Self.nanosecondsPerSecond }

        var nowSeconds = now / Self.nanosecondsPerSecond
        if now % Self.nanosecondsPerSecond < 0 { nowSeconds &-= 1 }
        // The distance modulo 2³² seconds, read as a signed number, is the shorter way around the era.
        let distance = Int32(
            truncatingIfNeeded: Int64(seconds) &- (nowSeconds &+ Self.secondsFrom1900To1970))
        let target = nowSeconds &+ Int64(distance)
        // Rounded to the nearest nanosecond. The result may be a full second, which the sum carries.
        let rest = (Int64(fraction) &* Self.nanosecondsPerSecond &+ (1 &<< 31)) &>> 32

        let (whole, overflow) = target.multipliedReportingOverflow(by: Self.nanosecondsPerSecond)
        let (sum, sumOverflow) = whole.addingReportingOverflow(rest)
        guard !overflow, !sumOverflow else { return target < 0 ? Int64.min : Int64.max }
        return sum
    }

    private static var nanosecondsPerSecond: Int64 {
        @_noLocks @_noAllocation
        get { 1_000_000_000 }
    }

    /// 70 years with 17 leap days (RFC 868 states the number).
    private static var secondsFrom1900To1970: Int64 {
        @_noLocks @_noAllocation
        get { 2_208_988_800 }
    }
}

extension OSCTimeTag: CustomStringConvertible {
    /// "immediately", or the raw value as 16 hexadecimal digits.
    public var description: String {
        isImmediate ? "immediately" : "0x\(rawValue.hexadecimal)"
    }
}

/// The attribution of missed periods: to a late wake-up or to a late render, whichever took more of the time since the thread
/// was last in time.
package struct PeriodLateness: BitwiseCopyable {
    /// The cause of a missed period.
    package enum Cause: BitwiseCopyable, Sendable {
        case wakeUp
        case render
    }

    private var wakingLate: Int64 = 0
    private var renderingLong: Int64 = 0

    package init() {}

    /// Takes account of a period. Times are in nanoseconds of one clock. `[render]`
    ///
    /// - Parameters:
    ///   - deadline: when the period was due.
    ///   - earlier: when the period before it was rendered.
    ///   - awake: when its rendering began.
    ///   - rendered: when its rendering ended.
    ///   - length: of a period.
    ///   - next: when the next period is due.
    /// - Returns: the cause, if the period was missed.
    @_noLocks @_noAllocation
    package mutating func account(
        deadline: Int64, earlier: Int64, awake: Int64, rendered: Int64, length: Int64, next: Int64
    ) -> Cause? {
        if earlier <= deadline { (wakingLate, renderingLong) = (0, 0) }
        wakingLate &+= awake &- max(deadline, earlier)
        renderingLong &+= max(0, rendered &- awake &- length)
        guard rendered > next else { return nil }
        return wakingLate > renderingLong ? .wakeUp : .render
    }
}

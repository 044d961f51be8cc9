/// The attribution of missed periods to late wake-ups or late renders, by the larger share of the time since the thread
/// was last on time.
package struct PeriodLateness: BitwiseCopyable {
    /// The cause of a missed period.
    package enum Cause: BitwiseCopyable, Sendable {
        case wakeUp
        case render
    }

    private var wakeUpLateness: Int64 = 0
    private var renderOverrun: Int64 = 0

    package init() {}

    /// Records a period. Times are in nanoseconds of one clock. `[render]`
    ///
    /// - Parameters:
    ///   - deadline: The time at which the period was due.
    ///   - earlier: The time at which the previous period had been rendered.
    ///   - awake: The time at which rendering began.
    ///   - rendered: The time at which rendering ended.
    ///   - length: The length of a period.
    ///   - next: The time at which the next period is due.
    /// - Returns: The cause, if the period was missed; nil otherwise.
    @_noLocks @_noAllocation
    package mutating func record(
        deadline: Int64, earlier: Int64, awake: Int64, rendered: Int64, length: Int64, next: Int64
    ) -> Cause? {
        if earlier <= deadline { (wakeUpLateness, renderOverrun) = (0, 0) }
        wakeUpLateness &+= awake &- max(deadline, earlier)
        renderOverrun &+= max(0, rendered &- awake &- length)
        guard rendered > next else { return nil }
        return wakeUpLateness > renderOverrun ? .wakeUp : .render
    }
}

extension CoreResult.Row {
    /// Measures ours and the floor in turns, so that whatever else the machine does meets both.
    mutating func measure(
        _ count: Int,
        _ ours: (Int) throws(BenchError) -> [Int64],
        _ floor: (Int) throws(BenchError) -> [Int64]
    ) throws(BenchError) {
        let turns = 4
        var (first, second): ([Int64], [Int64]) = ([], [])
        for _ in 0..<turns {
            first += try ours((count + turns - 1) / turns).warmed
            second += try floor((count + turns - 1) / turns).warmed
        }
        self.ours = Times(nanoseconds: first)
        self.floor = Times(nanoseconds: second)
    }
}

extension [Int64] {
    /// Without the first twentieth, which warms caches, pages and the processors' clocks.
    var warmed: [Int64] { Array(dropFirst(count / 20)) }
}

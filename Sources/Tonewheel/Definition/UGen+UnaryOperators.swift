extension UGen {
    /// The operators of one signal. Raw values are the special indices of `UnaryOpUGen`.
    ///
    /// Reference: SuperCollider help, "Operators", "UnaryOpUGen"; the numbers are those that sclang 3.13 writes.
    public enum UnaryOperator: Int, Sendable, Hashable, CaseIterable {
        case neg = 0
        case bitNot = 4
        case abs = 5
        case ceil = 8
        case floor = 9
        case frac = 10
        case sign = 11
        case squared = 12
        case cubed = 13
        case sqrt = 14
        case exp = 15
        case reciprocal = 16
        case midicps = 17
        case cpsmidi = 18
        case midiratio = 19
        case ratiomidi = 20
        case dbamp = 21
        case ampdb = 22
        case octcps = 23
        case cpsoct = 24
        case log = 25
        case log2 = 26
        case log10 = 27
        case sin = 28
        case cos = 29
        case tan = 30
        case asin = 31
        case acos = 32
        case atan = 33
        case sinh = 34
        case cosh = 35
        case tanh = 36
        case rand = 37
        case rand2 = 38
        case linrand = 39
        case bilinrand = 40
        case sum3rand = 41
        case distort = 42
        case softclip = 43
        case coin = 44
        case rectWindow = 48
        case hanWindow = 49
        case welWindow = 50
        case triWindow = 51
        case ramp = 52
        case scurve = 53
    }

    /// Applies an operator, in a unit at the rate of the signal. `[control]`
    public func unary(_ operation: UnaryOperator) -> UGen {
        UGen.single("UnaryOpUGen", rate, [self], specialIndex: operation.rawValue)
    }

    /// Returns the negated signal.
    public static prefix func - (operand: UGen) -> UGen {
        operand.constant.map { UGen(-$0) } ?? operand.unary(.neg)
    }

    /// The reciprocal, 1 / x.
    public var reciprocal: UGen { unary(.reciprocal) }
    /// The bitwise complement of x as an integer.
    public var bitNot: UGen { unary(.bitNot) }
    /// The absolute value.
    public var abs: UGen { unary(.abs) }
    /// x rounded up to an integer.
    public var ceil: UGen { unary(.ceil) }
    /// x rounded down to an integer.
    public var floor: UGen { unary(.floor) }
    /// The fractional part, x - ``floor``.
    public var frac: UGen { unary(.frac) }
    /// The sign: -1, 0 or 1.
    public var sign: UGen { unary(.sign) }
    /// The square, x².
    public var squared: UGen { unary(.squared) }
    /// The cube, x³.
    public var cubed: UGen { unary(.cubed) }
    /// The square root; for a negative x, the negated root of its absolute value.
    public var sqrt: UGen { unary(.sqrt) }
    /// The exponential function, eˣ.
    public var exp: UGen { unary(.exp) }
    /// The frequency in hertz of a MIDI note number.
    public var midicps: UGen { unary(.midicps) }
    /// The MIDI note number of a frequency in hertz.
    public var cpsmidi: UGen { unary(.cpsmidi) }
    /// The frequency ratio of an interval in semitones.
    public var midiratio: UGen { unary(.midiratio) }
    /// The interval in semitones of a frequency ratio.
    public var ratiomidi: UGen { unary(.ratiomidi) }
    /// The amplitude of a level in decibels.
    public var dbamp: UGen { unary(.dbamp) }
    /// The level in decibels of an amplitude.
    public var ampdb: UGen { unary(.ampdb) }
    /// The frequency in hertz of a pitch in decimal octaves.
    public var octcps: UGen { unary(.octcps) }
    /// The pitch in decimal octaves of a frequency in hertz.
    public var cpsoct: UGen { unary(.cpsoct) }
    /// The natural logarithm.
    public var log: UGen { unary(.log) }
    /// The logarithm to base 2.
    public var log2: UGen { unary(.log2) }
    /// The logarithm to base 10.
    public var log10: UGen { unary(.log10) }
    /// The sine.
    public var sin: UGen { unary(.sin) }
    /// The cosine.
    public var cos: UGen { unary(.cos) }
    /// The tangent.
    public var tan: UGen { unary(.tan) }
    /// The arcsine.
    public var asin: UGen { unary(.asin) }
    /// The arccosine.
    public var acos: UGen { unary(.acos) }
    /// The arctangent.
    public var atan: UGen { unary(.atan) }
    /// The hyperbolic sine.
    public var sinh: UGen { unary(.sinh) }
    /// The hyperbolic cosine.
    public var cosh: UGen { unary(.cosh) }
    /// The hyperbolic tangent.
    public var tanh: UGen { unary(.tanh) }
    /// A random number between 0 and x, uniformly distributed.
    public var rand: UGen { unary(.rand) }
    /// A random number between -x and x, uniformly distributed.
    public var rand2: UGen { unary(.rand2) }
    /// A random number between 0 and x, linearly distributed: denser near 0.
    public var linrand: UGen { unary(.linrand) }
    /// A random number between -x and x, linearly distributed: denser near 0.
    public var bilinrand: UGen { unary(.bilinrand) }
    /// A random number around 0, approximately Gaussian.
    public var sum3rand: UGen { unary(.sum3rand) }
    /// Distortion: x / (1 + |x|).
    public var distort: UGen { unary(.distort) }
    /// Distortion that is linear between -0.5 and 0.5.
    public var softclip: UGen { unary(.softclip) }
    /// 1 with the probability x, else 0.
    public var coin: UGen { unary(.coin) }
    /// A rectangular window over 0 to 1.
    public var rectWindow: UGen { unary(.rectWindow) }
    /// A Hann window over 0 to 1.
    public var hanWindow: UGen { unary(.hanWindow) }
    /// A Welch window over 0 to 1.
    public var welWindow: UGen { unary(.welWindow) }
    /// A triangular window over 0 to 1.
    public var triWindow: UGen { unary(.triWindow) }
    /// x clamped to 0 … 1.
    public var ramp: UGen { unary(.ramp) }
    /// An S-shaped curve over 0 to 1: x²(3 - 2x).
    public var scurve: UGen { unary(.scurve) }
}

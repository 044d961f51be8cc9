// Public types that are declared in other targets of the package, re-exported for programs that import Tonewheel alone.
@_exported public import enum TonewheelDSP.Rate
@_exported public import struct TonewheelGraph.SynthDef

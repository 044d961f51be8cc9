import Testing
import TonewheelGraph

@Suite struct SynthDefinitionTests {
}

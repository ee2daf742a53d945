import Testing

@testable import TripSimulator

@Suite struct CodecTests {
    @Test func `numbers have their big end first`() {
        var writer = Writer(version: 0, isFlexible: false)
        writer.append(Int32(1))
        writer.append(Int16(-2))
        #expect(writer.bytes == [0, 0, 0, 1, 0xff, 0xfe])
    }
}

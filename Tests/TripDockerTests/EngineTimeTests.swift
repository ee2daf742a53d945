import Foundation
import Testing

@testable import TripDocker

@Suite struct EngineTimeTests {
    @Test func timesAreRead() {
        #expect(EngineTime.nanoseconds("1970-01-01T00:00:00Z") == 0)
        #expect(EngineTime.nanoseconds("2026-11-24T14:46:00.114170369Z") == 1_795_531_560_114_170_369)
        #expect(EngineTime.nanoseconds("2026-11-24T14:46:00.5Z") == 1_795_531_560_500_000_000)
        #expect(EngineTime.nanoseconds("2026-11-24T15:46:00+01:00") == 1_795_531_560_000_000_000)
        #expect(EngineTime.nanoseconds("2026-11-24T09:16:00-05:30") == 1_795_531_560_000_000_000)
        #expect(EngineTime.milliseconds("2026-11-24T14:46:00.114999999Z") == 1_795_531_560_114)
        #expect(EngineTime.milliseconds("1969-12-31T23:59:59.9995Z") == -1)
    }

    @Test func everyDayAgreesWithFoundation() throws {
        let parser = ISO8601DateFormatter()
        for day in stride(from: -20_000, to: 50_000, by: 13) {
            let seconds = day * 86_400 + 3_723
            let text = parser.string(from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(EngineTime.milliseconds(text) == Int64(seconds) * 1000, "\(text)")
        }
    }

    @Test(arguments: [
        "0001-01-01T00:00:00Z", "", "2026-11-24", "2026-11-24T14:46:00", "2026-11-24 14:46:00Z", "2026-13-24T14:46:00Z",
        "2026-11-24T24:46:00Z", "2026-11-24T14:46:00.Z", "2026-11-24T14:46:00.1234567890Z", "2026-11-24T14:46:00+0100",
        "2026-11-24T14:46:00Zx", "x026-11-24T14:46:00Z",
    ])
    func whatIsNoTimeIsUnknown(text: String) {
        #expect(EngineTime.nanoseconds(text) == nil)
    }
}

import Testing
import TripCore

@Suite("Where to start from") struct BootstrapChoiceTests {
    func choose(
        _ option: String? = nil, settings: [ClientSetting] = [], variable: String? = nil, host: String? = nil,
        hostVariable: String? = nil
    ) throws(Failure) -> BootstrapChoice {
        try BootstrapChoice(
            option: option, settings: settings, variable: variable, host: host, hostVariable: hostVariable)
    }

    @Test("who comes before whom") func order() throws {
        let setting = ClientSetting(name: "bootstrap.servers", value: "s:1")
        let all = try choose("b:1", settings: [setting], variable: "v:1", host: "h", hostVariable: "k")
        #expect(all.source == "--bootstrap")
        #expect(all.addresses == [Address(host: "b", port: 1)])
        #expect(try choose(settings: [setting], variable: "v:1", host: "h").source == "bootstrap.servers")
        #expect(try choose(variable: "v:1", host: "h", hostVariable: "k").source == "TRIPCTL_BOOTSTRAP")
        #expect(try choose(host: "h", hostVariable: "k").source == "--host")
        let variable = try choose(variable: "", hostVariable: "::1")
        #expect(variable.source == "KAFKA_HOST")
        #expect(variable.addresses.map(\.description) == ["[::1]:9092", "[::1]:9093", "[::1]:9094"])
        let none = try choose(variable: "", hostVariable: "")
        #expect(none.source == "default")
        #expect(none.addresses.map(\.description) == ["localhost:9092", "localhost:9093", "localhost:9094"])
    }

    @Test("errors name who said it") func errors() throws {
        func doing(_ body: () throws(Failure) -> BootstrapChoice) throws -> String {
            try #require(throws: Failure.self) { try body() }.doing
        }
        #expect(try doing { () throws(Failure) in try choose("") }.contains("--bootstrap"))
        #expect(try doing { () throws(Failure) in try choose(variable: "h") }.contains("TRIPCTL_BOOTSTRAP 'h'"))
        #expect(try doing { () throws(Failure) in try choose(host: "") }.contains("--host"))
        #expect(try doing { () throws(Failure) in try choose(hostVariable: "$IP") }.contains("KAFKA_HOST '$IP'"))
        // What does not come to its turn is not looked at.
        #expect(try choose("b:1", variable: "?", hostVariable: "$IP").source == "--bootstrap")
    }
}

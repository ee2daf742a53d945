import Foundation
import Testing
import TripCore
import TripTestSupport

@testable import TripCommands

#if canImport(FoundationXML)
import FoundationXML
#endif

/// The XML, read back by parsers that are not ours, and held to the rules of the schemas in use.
@Suite("JUnit") struct JUnitTests {
    private static let cases = Case.judging

    @Test("Every judgement is a document by the schemas' rules, and agrees with the exit status", arguments: cases)
    func valid(item: Case) throws {
        let run = item.run(["-o", "junit"])
        let suites = try Element.root(of: run.output)
        try Self.check(suites)
        let suite = try #require(suites.children.first)
        #expect(suite.attributes["name"] == "tripctl \(item.arguments[0])")
        #expect(suite.attributes["timestamp"]?.hasPrefix("2026-11-24T06:00:") == true)
        let isWell = suite.attributes["failures"] == "0" && suite.attributes["errors"] == "0"
        #expect(isWell == (run.status == 0), "\(run.output)")
        #expect(run.status == item.verdict.exitStatus)
        #expect(run.errors == item.run().errors)
        // The fakes' clock moves as the command pauses.
        let milliseconds = run.pauses.reduce(Duration.zero, +) / .milliseconds(1)
        #expect(suite.attributes["time"] == String(format: "%.3f", milliseconds / 1_000))
    }

    @Test("Names of all kinds come back as a person is shown them", arguments: NastyNames.all)
    func names(name: String) throws {
        let report = Self.report(of: name)
        let suites = try Element.root(of: Renderer.text(report, as: .junit, options: Specimen.options()))
        try Self.check(suites)
        let test = try #require(suites.children.first?.children.first { $0.name == "testcase" })
        #expect(test.attributes["name"] == name.escaped)
        let failure = try #require(test.children.first)
        #expect(failure.attributes["message"] == name.escaped)
        #expect(name.isEmpty || failure.text.contains(name.escaped))
    }

    @Test("A warning and worse is a failure, what is not known an error, and one that is well neither")
    func verdicts() throws {
        let suites = try Element.root(of: Renderer.text(Specimen.partial, as: .junit, options: Specimen.options()))
        let tests = try #require(suites.children.first).children.filter { $0.name == "testcase" }
        #expect(tests.map { $0.children.first?.name } == ["error", "failure", nil])
        #expect(tests[1].children[0].text.contains("TC201 topic clicks partition 1: no leader"))
        #expect(tests[1].children[0].text.contains("hint: start broker 3"))
        let properties = suites.children[0].children[0].children.map { $0.attributes }
        #expect(properties.contains(["name": "cluster.id", "value": "Kf3-x_Yz"]))
        #expect(properties.contains(["name": "bootstrap", "value": "localhost:9092,localhost:9093"]))
    }

    @Test("Python reads the same", .requires(.python)) func python() async throws {
        let script = """
            import sys, xml.etree.ElementTree as tree
            for test in tree.fromstring(sys.stdin.buffer.read()).iter('testcase'):
                print(test.get('name'), *(child.tag + ':' + child.get('type') for child in test))
            """
        for item in Self.cases.prefix(12) + Self.cases.suffix(6) {
            let xml = item.run(["-o", "junit"]).output
            let suites = try Element.root(of: xml)
            let tests = suites.children.flatMap(\.children).filter { $0.name == "testcase" }
            let expected = tests.map { test in
                ([test.attributes["name"] ?? ""]
                    + test.children.map { "\($0.name):\($0.attributes["type"] ?? "")" }).joined(separator: " ")
            }
            let outcome = try await Binary(path: "/usr/bin/env").run(["python3", "-c", script], input: xml)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(outcome.output.split(separator: "\n").map { String($0) } == expected)
        }
    }

    private static func report(of name: String) -> Report {
        let finding = Finding(.lagReached, .warning, .group(name), name, hint: name)
        return Report(
            command: "lag", cluster: ClusterStamp(id: name, bootstrap: [name]),
            judgement: Judgement(
                checks: [JudgedCheck(name, verdict: .warning, text: name, findings: [finding])], summary: name),
            findings: [finding])
    }

    /// The rules of the schemas that CI servers and their tools hold files to, as far as they agree and a bit stricter:
    /// which elements stand where and in which order, which attributes are there, and that the counts are true.
    private static func check(_ suites: Element) throws {
        #expect(suites.name == "testsuites" && suites.children.count == 1)
        let suite = try #require(suites.children.first)
        #expect(suite.name == "testsuite")
        for name in [
            "name", "package", "id", "hostname", "timestamp", "tests", "failures", "errors", "skipped", "time",
        ] {
            #expect(suite.attributes[name]?.isEmpty == false, "the suite's \(name)")
        }
        #expect(suite.attributes["timestamp"]?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil)
        let names = suite.children.map(\.name)
        #expect(names.first == "properties" && names.suffix(2) == ["system-out", "system-err"])
        #expect(suite.attributes["time"]?.wholeMatch(of: /\d+\.\d{3}/) != nil)
        let tests = suite.children.dropFirst().dropLast(2)
        #expect(tests.allSatisfy { $0.name == "testcase" })
        for property in suite.children[0].children {
            #expect(property.name == "property" && Set(property.attributes.keys) == ["name", "value"])
        }
        for test in tests {
            #expect(Set(test.attributes.keys) == ["name", "classname", "time"])
            #expect(test.attributes["time"] == suite.attributes["time"])
            #expect(test.children.count <= 1)
            for result in test.children {
                #expect(["failure", "error"].contains(result.name))
                #expect(Set(result.attributes.keys) == ["message", "type"])
            }
        }
        for (count, name) in [("failures", "failure"), ("errors", "error")] {
            #expect(suite.attributes[count] == "\(tests.count { $0.children.first?.name == name })")
        }
        #expect(suite.attributes["tests"] == "\(tests.count)" && !tests.isEmpty)
        #expect(suite.attributes["skipped"] == "0")
    }
}

/// An element of a document, as Foundation's parser read it.
private final class Element {
    let name: String
    let attributes: [String: String]
    var children: [Element] = []
    var text = ""

    init(_ name: String, _ attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    static func root(of xml: String) throws -> Element {
        let reader = Reader()
        let parser = XMLParser(data: Data(xml.utf8))
        parser.delegate = reader
        let isRead = parser.parse()
        try #require(isRead, "\(parser.parserError.map { "\($0)" } ?? "") in \(xml)")
        return try #require(reader.root)
    }

    private final class Reader: NSObject, XMLParserDelegate {
        var root: Element?
        private var open: [Element] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            let element = Element(name, attributes)
            open.last?.children.append(element)
            if open.isEmpty { root = element }
            open.append(element)
        }

        func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
            open.removeLast()
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { open.last?.text += text }
    }
}

import Testing
import TripCore

@Suite("The groups") struct GroupListingTests {
    let whole = metadata(["__consumer_offsets": (0..<4).map { partition($0, [$0 % 3 + 1]) }])

    func listed(_ name: String, _ state: GroupState = .stable, on broker: Int32 = 1) -> ListedGroup {
        ListedGroup(group: name, state: state, coordinator: broker)
    }

    @Test("all answer") func all() {
        let listing = GroupListing(
            [1: .success([listed("b")]), 2: .success([listed("a", on: 2)]), 3: .success([])], metadata: whole)
        #expect(listing.groups.map(\.group) == ["a", "b"])
        #expect(listing.findings.isEmpty)
        #expect(GroupListing.brokersToAsk(in: whole) == [1, 2, 3])
    }

    @Test("a coordinator that says nothing: how much is missing is said") func partial() throws {
        let listing = GroupListing(
            [
                1: .failure(failure(.timedOut, "broker 1 did not answer within 5 s")), 2: .success([listed("a")]),
                3: .success([]),
            ],
            metadata: whole)
        #expect(listing.groups.map(\.group) == ["a"])
        let finding = try #require(listing.findings.only(.groupListIncomplete))
        #expect(finding.severity == .unknown)
        #expect(finding.text == "groups on 2 of 4 partitions are unknown: broker 1 did not answer within 5 s")
    }

    @Test("no leader for some, without any error") func leaderless() {
        let some = metadata(["__consumer_offsets": [partition(0, [1]), partition(1, [3], leader: .some(nil))]])
        let listing = GroupListing([1: .success([])], metadata: some)
        #expect(listing.findings.map(\.text) == ["groups on 1 of 2 partitions are unknown: they have no leader"])
    }

    @Test("a brand-new cluster has no groups yet, and nobody is asked") func brandNew() {
        let new = metadata([:])
        #expect(GroupListing.brokersToAsk(in: new).isEmpty)
        let listing = GroupListing([:], metadata: new)
        #expect(listing.findings.codes == ["TC313"])
        #expect(Verdict(of: listing.findings) == .ok)
    }

    @Test("hidden offsets: every broker is asked") func hidden() {
        var hidden = metadata([:])
        hidden.topics = [TopicMetadata(name: "__consumer_offsets", partitions: [], problem: "not authorized")]
        #expect(GroupListing.brokersToAsk(in: hidden) == [1, 2, 3])
        let listing = GroupListing([1: .success([]), 2: .failure(failure())], metadata: hidden)
        #expect(listing.findings.codes == ["TC308"])
        #expect(GroupPlan(["g"], in: hidden).queries == [GroupQuery("g", coordinator: nil)])
    }

    @Test("a group that two brokers list is there once, as the one that knows it says") func twice() {
        let listing = GroupListing(
            [1: .success([listed("a", .dead)]), 2: .success([listed("a", on: 2)]), 3: .success([])], metadata: whole)
        #expect(listing.groups == [listed("a", on: 2)])
    }

    @Test("whom to ask for a group") func plan() throws {
        // Java's "orders".hashCode() is -1008770331: partition 3 of 4.
        #expect(GroupPlan(["orders"], in: whole).queries == [GroupQuery("orders", coordinator: 1)])
        #expect(GroupPlan(["orders"], in: metadata([:])).settled.map(\.state) == [.notFound])
        let dark = metadata(["__consumer_offsets": [partition(0, [3], leader: .some(nil))]])
        let settled = try #require(GroupPlan(["orders"], in: dark).settled.first)
        #expect(settled.state == .unknown)
        #expect(settled.problem?.reason == "nobody coordinates it: __consumer_offsets partition 0 has no leader")
    }
}

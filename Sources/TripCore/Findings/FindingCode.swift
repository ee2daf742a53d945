/// The codes of everything tripctl judges: promises, never renumbered. TC1xx brokers and reachability, TC2xx topics,
/// leaders and in-sync replicas, TC3xx groups and lag.
public enum FindingCode: String, Sendable, CaseIterable {
    case brokersMissing = "TC101"
    case brokerRefuses = "TC102"
    case brokerSilent = "TC103"
    case noController = "TC104"
    case bootstrapRefuses = "TC105"
    case brokerNotListed = "TC106"
    case brokersBelowReplicas = "TC107"
    case controllerUnknown = "TC108"

    case noLeader = "TC201"
    case leaderRefuses = "TC202"
    case leaderSilent = "TC203"
    case underReplicated = "TC204"
    case belowMinISR = "TC205"
    case oneCopyLeft = "TC206"
    case replicationBelowSpec = "TC207"
    case leadersSpreadBadly = "TC208"
    case leaderMoved = "TC209"
    case topicNotFound = "TC210"
    case inSyncReplicaUnreachable = "TC211"
    case topicDiffers = "TC212"
    case topicUnreadable = "TC213"
    case minISRUnknown = "TC214"

    case groupNotFound = "TC301"
    case neverCommitted = "TC302"
    case recordsLost = "TC303"
    case commitBeyondEnd = "TC304"
    case lagUnknown = "TC305"
    case groupRebalancing = "TC306"
    case assignmentHidden = "TC307"
    case groupListIncomplete = "TC308"
    case groupUnreadable = "TC309"
    case lagReached = "TC310"
    case ageReached = "TC311"
    case groupStalled = "TC312"
    case noGroups = "TC313"
    case ageUnknown = "TC314"

    /// What the finding is called, for headings and lists.
    public var title: String {
        switch self {
        case .brokersMissing: "Fewer brokers than expected"
        case .brokerRefuses: "A broker refuses connections"
        case .brokerSilent: "A broker does not answer"
        case .noController: "No controller"
        case .bootstrapRefuses: "A bootstrap address does not answer"
        case .brokerNotListed: "A broker has left the cluster"
        case .brokersBelowReplicas: "Fewer brokers than replicas need"
        case .controllerUnknown: "The controller could not be learned"
        case .noLeader: "A partition has no leader"
        case .leaderRefuses: "A leader refuses connections"
        case .leaderSilent: "A leader does not answer"
        case .underReplicated: "A partition is under-replicated"
        case .belowMinISR: "A partition is below its minimum ISR"
        case .oneCopyLeft: "One copy left"
        case .replicationBelowSpec: "Fewer replicas than the specification asks for"
        case .leadersSpreadBadly: "Leaders are badly spread"
        case .leaderMoved: "Leadership has moved"
        case .topicNotFound: "No such topic"
        case .inSyncReplicaUnreachable: "An in-sync replica cannot be reached"
        case .topicDiffers: "A topic is not as asked"
        case .topicUnreadable: "A topic could not be read"
        case .minISRUnknown: "The minimum ISR is unknown"
        case .groupNotFound: "No such group"
        case .neverCommitted: "Nothing committed yet"
        case .recordsLost: "Records were lost unread"
        case .commitBeyondEnd: "The commit is beyond the log end"
        case .lagUnknown: "The lag of a partition is unknown"
        case .groupRebalancing: "The group is rebalancing"
        case .assignmentHidden: "The assignment cannot be seen"
        case .groupListIncomplete: "Some groups could not be listed"
        case .groupUnreadable: "A group could not be read"
        case .lagReached: "The lag has reached its threshold"
        case .ageReached: "The oldest record has reached its age"
        case .groupStalled: "A group has stalled"
        case .noGroups: "No groups yet"
        case .ageUnknown: "The age of the oldest record is unknown"
        }
    }

    /// What it means and how tripctl knows, in a sentence or two.
    public var meaning: String {
        switch self {
        case .brokersMissing:
            "Kafka lists fewer brokers than were expected (`--expect-brokers`, 3). A broker leaves the list about 18 seconds after it died."
        case .brokerRefuses:
            "The address that the broker advertises does not take connections from here, whatever the metadata says: metadata goes on naming a dead broker for 18 seconds."
        case .brokerSilent:
            "The broker's address takes connections, or swallows them, and nothing answered before the deadline: frozen, overloaded, or behind a firewall."
        case .noController:
            "No broker is the controller: topics cannot be created and leaders cannot be elected."
        case .bootstrapRefuses:
            "An address tripctl was told to start from did not answer, while the cluster could be asked through another."
        case .brokerNotListed:
            "Replicas are assigned to this broker, and Kafka no longer lists it: its session has ended."
        case .brokersBelowReplicas:
            "A topic asks for more replicas than there are brokers that answer: it cannot get back to full replication."
        case .controllerUnknown:
            "Which broker is the controller, or whether the cluster runs KRaft, could not be learned before the deadline."
        case .noLeader:
            "Nothing can be written to or read from the partition until one of its in-sync replicas is back."
        case .leaderRefuses:
            "Metadata still names this leader, and it refuses connections: clients cannot use the partition until Kafka elects another."
        case .leaderSilent:
            "The partition's leader did not answer before the deadline, so whether the partition can be used is not known."
        case .underReplicated:
            "Fewer replicas are in sync than the partition has: it can bear fewer failures."
        case .belowMinISR:
            "Fewer replicas are in sync than `min.insync.replicas` asks for: producers with acks=all are refused."
        case .oneCopyLeft:
            "One replica is in sync: acks=all is satisfied by that single copy, and losing its broker loses the partition."
        case .replicationBelowSpec:
            "The topic has fewer replicas than the specification's two: one broker's failure stops it."
        case .leadersSpreadBadly:
            "One broker is the preferred leader of more than twice its share of partitions."
        case .leaderMoved:
            "The leader is not the preferred one. Kafka moves it back by itself, within five minutes by default."
        case .topicNotFound:
            "The cluster has no topic of this name."
        case .inSyncReplicaUnreachable:
            "Metadata counts the replica as in sync, and its broker cannot be reached: the ISR has yet to shrink."
        case .topicDiffers:
            "The topic exists with other partitions, replicas or settings than were asked for."
        case .topicUnreadable:
            "The broker answered for this topic with an error."
        case .minISRUnknown:
            "`min.insync.replicas` could not be read, so whether enough replicas are in sync could not be judged."
        case .groupNotFound:
            "Its coordinator does not list a group of this name."
        case .neverCommitted:
            "The group is assigned the partition and has committed nothing: its lag is counted from the log start."
        case .recordsLost:
            "The group's commit lies before the log start: the records between were deleted before it read them."
        case .commitBeyondEnd:
            "The group's commit lies beyond the log end: the topic was recreated or truncated. The lag counts as 0."
        case .lagUnknown:
            "The log's range could not be read, because the partition has no leader, its leader does not answer, or its topic is gone."
        case .groupRebalancing:
            "Members are being assigned partitions. What is committed is known all the same."
        case .assignmentHidden:
            "The group has members whose assignment cannot be seen: only committed partitions count."
        case .groupListIncomplete:
            "Groups whose coordinator does not answer are missing from the list."
        case .groupUnreadable:
            "The group's coordinator could not be asked before the deadline."
        case .lagReached:
            "The group's total lag is at or above the threshold that was given."
        case .ageReached:
            "The group's oldest unprocessed record is at or above the age that was given."
        case .groupStalled:
            "The group has a live member, and its oldest unprocessed record is older than `--stalled`."
        case .noGroups:
            "The cluster has no `__consumer_offsets`: no group has ever committed anything."
        case .ageUnknown:
            "The record at the committed offset could not be read before the deadline."
        }
    }
}

#ifndef TRIPCTL_CRDKAFKA_SHIM_H
#define TRIPCTL_CRDKAFKA_SHIM_H

#include <librdkafka/rdkafka.h>

// DescribeConsumerGroups, ListConsumerGroupOffsets and rd_kafka_sasl_set_credentials, all of which
// tripctl stands on, came with 2.0.0.
#if RD_KAFKA_VERSION < 0x020000ff
#error "tripctl needs librdkafka 2.0.0 or newer"
#endif

#endif

#pragma once

#include "span.h"

/** What a trial found out about itself. */
struct outcome {
  struct span took;
  /** Growth of the resident set in KiB; 0 means that the peak of the whole process is reported. */
  long growth;
  const char *note;
};

typedef void trial(unsigned items, struct outcome *outcome);

trial containers, containers_turn, containers_alone;
trial veth_pairs, veth_pairs_queue, delete_links, list_links;
trial add_routes_batch, add_routes_single, add_routes_awaited, list_routes, stream_routes;
trial add_addresses, list_addresses, add_neighbours, list_neighbours;
trial watch_routes, watch_writer, watch_writer_alone, write_routes;
trial latency_address, latency_link, cold_start;
trial nft_rules, nft_list_rules, nft_elements, nft_list_elements;

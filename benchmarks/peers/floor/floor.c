/*
 * The trials of ../../WORK.md in C on libmnl and libnftnl: the floor that every other driver is compared with.
 *
 *   floor TRIAL N
 */
#include "memory.h"
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  trial *run;
} trials[] = {
    {"containers", containers},
    {"containers:turn", containers_turn},
    {"containers:alone", containers_alone},
    {"veth-pairs", veth_pairs},
    {"veth-pairs:queue", veth_pairs_queue},
    {"delete-links", delete_links},
    {"list-links", list_links},
    {"add-routes-batch", add_routes_batch},
    {"add-routes-single", add_routes_single},
    {"add-routes-single:awaited", add_routes_awaited},
    {"list-routes", list_routes},
    {"stream-routes", stream_routes},
    {"add-addresses", add_addresses},
    {"list-addresses", list_addresses},
    {"add-neighbours", add_neighbours},
    {"list-neighbours", list_neighbours},
    {"latency-address", latency_address},
    {"latency-link", latency_link},
    {"watch-routes", watch_routes},
    {"watch-writer", watch_writer},
    {"watch-writer:alone", watch_writer_alone},
    {"write-routes", write_routes},
    {"cold-start", cold_start},
    {"nft-rules", nft_rules},
    {"nft-list-rules", nft_list_rules},
    {"nft-elements", nft_elements},
    {"nft-list-elements", nft_list_elements},
};

static void report(unsigned items, const struct outcome *outcome) {
  const long kib = outcome->growth ? outcome->growth : memory_peak();
  printf("{\"ms\":%.3f,\"cpuMs\":%.3f,", outcome->took.passed, outcome->took.worked);
  printf("\"items\":%u,\"rssMiB\":%.1f", items, (double)kib / 1024);
  if (outcome->note)
    printf(",\"note\":\"%s\"", outcome->note);
  puts("}");
}

int main(int count, char **words) {
  if (count != 3) {
    fputs("usage: floor TRIAL N\n", stderr);
    return 64;
  }
  const unsigned items = (unsigned)strtoul(words[2], NULL, 10);
  for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
    if (strcmp(trials[i].name, words[1]) != 0)
      continue;
    struct outcome outcome = {0};
    trials[i].run(items, &outcome);
    report(items, &outcome);
    return 0;
  }
  fprintf(stderr, "floor: no trial named %s\n", words[1]);
  return 3;
}

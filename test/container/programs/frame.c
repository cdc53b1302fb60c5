// Sends Ethernet frames by a link of the namespace that it runs in: frame LINK HEX...
#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

int main(int argc, char **argv) {
  struct sockaddr_ll to = {.sll_family = AF_PACKET, .sll_halen = 6};
  if (argc < 3 || (to.sll_ifindex = (int)if_nametoindex(argv[1])) == 0)
    return fprintf(stderr, "usage: frame LINK HEX...\n"), 2;
  const int fd = socket(AF_PACKET, SOCK_RAW, 0);
  if (fd < 0)
    return perror("socket"), 1;
  for (int i = 2; i < argc; i++) {
    unsigned char frame[2048];
    size_t size = 0;
    unsigned byte;
    for (const char *at = argv[i]; size < sizeof frame && sscanf(at, "%2x", &byte) == 1; at += 2)
      frame[size++] = (unsigned char)byte;
    memcpy(to.sll_addr, frame, 6);
    if (sendto(fd, frame, size, 0, (struct sockaddr *)&to, sizeof to) < 0)
      return perror("sendto"), 1;
  }
  return 0;
}

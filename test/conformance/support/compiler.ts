import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What C has to say to a question. */
export interface Question {
  /** A C expression of an integer type. */
  readonly expression: string
  /** The identifier that a header may not know yet: a constant, a struct, or `struct.member`. */
  readonly name: string
}

const HEADERS = [
  'stddef.h',
  'stdio.h',
  'sys/socket.h',
  // Before linux/in.h, which leaves out what this one defines.
  'netinet/in.h',
  'linux/amt.h',
  'linux/batman_adv.h',
  'linux/can/netlink.h',
  'linux/can/vxcan.h',
  'linux/in.h',
  'linux/in6.h',
  'linux/in_route.h',
  'linux/if.h',
  'linux/if_addr.h',
  'linux/if_arp.h',
  'linux/if_bonding.h',
  'linux/if_bridge.h',
  'linux/if_ether.h',
  'linux/if_link.h',
  'linux/if_tun.h',
  'linux/if_tunnel.h',
  'linux/icmpv6.h',
  'linux/if_vlan.h',
  'linux/ip.h',
  'linux/ip6_tunnel.h',
  'linux/ipv6.h',
  'linux/lwtunnel.h',
  'linux/fib_rules.h',
  'linux/neighbour.h',
  'linux/netfilter.h',
  'linux/netfilter/nfnetlink.h',
  'linux/netfilter/nf_tables.h',
  'linux/net_namespace.h',
  'linux/netlink.h',
  'linux/nexthop.h',
  'linux/rtnetlink.h',
  'linux/veth.h',
  'linux/wwan.h',
  'linux/bpf.h',
  'linux/if_packet.h',
  'linux/inet_diag.h',
  'linux/mptcp.h',
  'linux/netlink_diag.h',
  'linux/packet_diag.h',
  'linux/sock_diag.h',
  'linux/tcp.h',
  'linux/tls.h',
  'linux/unix_diag.h',
  'linux/vm_sockets_diag.h',
  'linux/xdp_diag.h',
]

function program(questions: readonly Question[]): string {
  const includes = HEADERS.map((header) => `#include <${header}>`)
  const lines = questions.map(({ expression }) => `  printf("%llu\\n", (unsigned long long)(${expression}));`)
  return [...includes, 'int main(void) {', ...lines, '  return 0;', '}', ''].join('\n')
}

/** Runs the compiler of this machine in a folder of its own, in a language that is the same everywhere. */
function compile(folder: string, source: string): { ok: boolean; complaints: string } {
  writeFileSync(join(folder, 'ask.c'), source)
  const args = ['-w', '-fmax-errors=0', '-o', join(folder, 'ask'), join(folder, 'ask.c')]
  const run = spawnSync('cc', args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } })
  if (run.error) throw run.error
  return { ok: run.status === 0, complaints: run.stderr }
}

/** The questions whose line a complaint is about: their headers do not know them. */
function refused(questions: readonly Question[], complaints: string): Set<Question> {
  const first = HEADERS.length + 2
  const lines = [...complaints.matchAll(/ask\.c:(\d+):\d+: error/g)].map(([, line]) => Number(line) - first)
  return new Set(lines.flatMap((line) => questions[line] ?? []))
}

/** What the C headers of this machine answer; undefined for what they do not know. */
export function askCompiler(questions: readonly Question[]): (bigint | undefined)[] {
  const folder = mkdtempSync(join(tmpdir(), 'netlink-ts-headers-'))
  try {
    const unknown = new Set<Question>()
    for (;;) {
      const known = questions.filter((question) => !unknown.has(question))
      const { ok, complaints } = compile(folder, program(known))
      if (ok) return answers(folder, questions, unknown)
      const more = refused(known, complaints)
      if (more.size === 0) throw new Error(complaints)
      for (const question of more) unknown.add(question)
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function answers(
  folder: string,
  questions: readonly Question[],
  unknown: ReadonlySet<Question>,
): (bigint | undefined)[] {
  const lines = spawnSync(join(folder, 'ask'), { encoding: 'utf8' }).stdout.trim().split('\n')
  let next = 0
  return questions.map((question) => (unknown.has(question) ? undefined : BigInt(lines[next++] as string)))
}

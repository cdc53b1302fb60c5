import type { Changes } from '../../lib/index.ts'
import { needs } from '../support/needs.ts'
import { eachPlace, TWO_LINKS } from '../support/place.ts'
import { random } from '../watch/support/random.ts'
import { failing } from './support/failing.ts'

const SEED = Number(process.env.NETLINK_TS_SEED ?? 1)
const ROUNDS = Number(process.env.NETLINK_TS_FUZZ ?? 2)

const SETUP = `${TWO_LINKS}
  ip -batch - <<END
    link add b0 address 02:00:00:00:00:b0 type bridge
    link set b0 addrgenmode none up
    link add v2 type veth peer name p2
    link set p2 addrgenmode none up
    link set v2 addrgenmode none master b0 up
    address add 10.0.0.11/24 dev v0
    address add fd05::1/64 dev v0 nodad
    route add 10.9.0.0/16 via 10.0.0.2 proto 77
    route add 10.7.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2
    route add fd09::/16 via fd00::2
    neighbour add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0
    nexthop add id 5 via 10.0.0.2 dev v0
    route add 10.30.0.0/16 nhid 5
    rule add iif v0 lookup 100 pref 900
END
`

type Pick = (most: number) => number
type Change = (b: Changes, pick: Pick) => void

const link = (pick: Pick) => ['v0', 'v1'][pick(2)] as string

/** Each succeeds whatever was changed before, or its object is its own. */
const CHANGES: readonly Change[] = [
  (b, pick) => b.setLink(link(pick), { up: pick(2) === 0 }),
  (b, pick) => b.setLink(link(pick), { mtu: [1000, 1400, 1500][pick(3)] as number }),
  (b, pick) => b.setLink(link(pick), { address: `02:00:00:00:01:0${pick(9)}` }),
  (b, pick) => b.setLink(link(pick), { alias: `alias ${pick(5)}`, txqlen: 100 + pick(5) }),
  (b, pick) => b.setLink(link(pick), { group: pick(5), gsoMaxSize: 30_000 + pick(9) }),
  (b, pick) => b.setLink(link(pick), { master: pick(2) === 0 ? 'b0' : null }),
  (b, pick) => b.setLink(link(pick), { multicast: pick(2) === 0, allmulti: pick(2) === 0 }),
  (b) => b.setLink('b0', { kind: 'bridge', data: { stpState: 1, ageingTime: 5000 } }),
  (b, pick) => b.replaceAddress({ link: link(pick), address: `10.0.${5 + pick(3)}.1/24` }),
  (b, pick) => b.replaceNeighbour({ link: 'b0', dst: `10.5.0.${pick(9)}`, lladdr: '02:00:00:00:00:07' }),
  (b, pick) => b.replaceRoute({ dst: `10.4${pick(3)}.0.0/16`, oif: 'lo', priority: pick(3) }),
  (b, pick) => b.replaceNexthop({ id: 60 + pick(3), blackhole: true }),
]

describe('a batch of random changes that is rolled back', () => {
  needs('veth', 'bridge')
  const here = eachPlace(SETUP)

  for (let round = 0; round < ROUNDS; round++) {
    const seed = SEED * 1000 + round
    it(`leaves everything as before (seed ${seed})`, async () => {
      const pick = random(seed)
      const chosen = Array.from({ length: 1 + pick(5) }, () => CHANGES[pick(CHANGES.length)] as Change)
      await failing(here(), (b) => {
        for (const one of chosen) one(b, pick)
      })
    })
  }
})

import { linkNamed, number, switched, type Word } from './word.ts'
import { linkOf } from './words.ts'

/** Addresses in one word. */
const addresses =
  (word: string): Word =>
  (value) => [word, (value as readonly string[]).join(',')]

/** What does not follow from the name. */
export const BOND_WORDS: Readonly<Record<string, Word>> = {
  activeSlave: (value) => (value === null ? ['clear_active_slave'] : ['active_slave', linkOf(value)]),
  primary: linkNamed('primary'),
  arpIpTarget: addresses('arp_ip_target'),
  nsIp6Target: addresses('ns_ip6_target'),
  numPeerNotif: number('num_grat_arp'),
  peerNotifDelay: number('peer_notify_delay'),
  adLacpRate: number('lacp_rate'),
  adLacpActive: switched('lacp_active'),
  missedMax: number('arp_missed_max'),
  coupledControl: switched('coupled_control'),
  broadcastNeigh: switched('broadcast_neighbor'),
}

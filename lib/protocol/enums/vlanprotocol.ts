import { be16 } from '../../wire/integers.ts'
import { names } from '../../wire/names.ts'

/** Protocol of a VLAN tag: ETH_P_8021Q and ETH_P_8021AD of include/uapi/linux/if_ether.h. */
export const vlanProtocol = names(be16, { '802.1q': 0x8100, '802.1ad': 0x88a8 })

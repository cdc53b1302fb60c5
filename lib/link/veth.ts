import { attrs } from '../wire/attrs.ts'
import { message } from '../wire/message.ts'
import { rows } from './attributes.ts'
import { header } from './header.ts'

/** A virtual Ethernet cable: enum VETH_INFO_* of include/uapi/linux/veth.h. Its other end is a message of its own. */
export const veth = attrs('VETH_INFO', { peer: [1, message('IFLA', header, rows)] })

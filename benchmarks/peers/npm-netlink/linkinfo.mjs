/** IFLA_LINKINFO, which the package takes as bytes: its attributes laid by hand. */
const [INFO_KIND, INFO_DATA, VETH_INFO_PEER, IFNAME, NET_NS_FD] = [1, 2, 1, 3, 28]
const IFINFOMSG = Buffer.alloc(16)

function attribute(type, ...parts) {
  const payload = Buffer.concat(parts)
  const padded = Buffer.alloc((4 + payload.length + 3) & ~3)
  padded.writeUInt16LE(4 + payload.length, 0)
  padded.writeUInt16LE(type, 2)
  payload.copy(padded, 4)
  return padded
}

const text = (type, value) => attribute(type, Buffer.from(`${value}\0`))

/** Of a veth whose peer has this name, and lives in the namespace of this descriptor where one is given. */
export function veth(peer, netns) {
  const attributes = [text(IFNAME, peer)]
  if (netns !== undefined) {
    const fd = Buffer.alloc(4)
    fd.writeUInt32LE(netns)
    attributes.push(attribute(NET_NS_FD, fd))
  }
  const data = attribute(INFO_DATA, attribute(VETH_INFO_PEER, IFINFOMSG, ...attributes))
  return Buffer.concat([text(INFO_KIND, 'veth'), data])
}

export const bridge = () => text(INFO_KIND, 'bridge')

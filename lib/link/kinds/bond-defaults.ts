type Fields = Readonly<Record<string, unknown>>

/**
 * What a new bond has. The kernel also reports options that the mode does not have, or that require `miimon`, and rejects them in a request
 * (bond_opts in drivers/net/bonding/bond_options.c), even with the value that they have.
 */
const DEFAULTS: Fields = {
  updelay: 0,
  downdelay: 0,
  peerNotifDelay: 0,
  arpInterval: 0,
  arpValidate: 'none',
  packetsPerSlave: 1,
  missedMax: 2,
  adLacpRate: 'slow',
  adLacpActive: true,
  adActorSysPrio: 65535,
  adUserPortKey: 0,
  adActorSystem: '00:00:00:00:00:00',
  coupledControl: true,
  broadcastNeigh: false,
  lacpStrict: false,
  tlbDynamicLb: true,
}

/** The data of a new bond, without what it has already, and without the active port: its ports join later. */
export function ofNewBond(data: object): object {
  if (data instanceof Uint8Array || Array.isArray(data)) return data
  const isNews = ([key, value]: [string, unknown]) => !Object.hasOwn(DEFAULTS, key) || DEFAULTS[key] !== value
  const { activeSlave, ...rest } = data as Fields
  return Object.fromEntries(Object.entries(rest).filter(isNews))
}

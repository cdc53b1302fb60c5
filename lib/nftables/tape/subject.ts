/** What a message is about, by NFT_MSG_* of include/uapi/linux/netfilter/nf_tables.h up to NFT_MSG_GETSETELEM_RESET. */
export const SUBJECTS = [
  ...(['table', 'table', 'table', 'chain', 'chain', 'chain', 'rule', 'rule', 'rule', 'set', 'set', 'set'] as const),
  ...(['elements', 'elements', 'elements', 'generation', 'generation', undefined] as const),
  ...(['object', 'object', 'object', 'object', 'flowtable', 'flowtable', 'flowtable', 'rule'] as const),
  ...(['table', 'chain', 'rule', 'set', 'elements', 'object', 'flowtable', 'elements'] as const),
]

export type Subject = NonNullable<(typeof SUBJECTS)[number]>

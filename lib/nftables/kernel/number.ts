/** NFNL_SUBSYS_NFTABLES of <linux/netfilter/nfnetlink.h>, in the upper half of a message type. */
export const SUBSYSTEM = 10

/** enum nf_tables_msg_types of <linux/netfilter/nf_tables.h>. */
export const NFT_MSG = {
  NEWTABLE: 0,
  GETTABLE: 1,
  DELTABLE: 2,
  NEWCHAIN: 3,
  GETCHAIN: 4,
  DELCHAIN: 5,
  NEWRULE: 6,
  GETRULE: 7,
  DELRULE: 8,
  NEWSET: 9,
  GETSET: 10,
  DELSET: 11,
  NEWSETELEM: 12,
  GETSETELEM: 13,
  DELSETELEM: 14,
  NEWGEN: 15,
  GETGEN: 16,
  TRACE: 17,
  NEWOBJ: 18,
  GETOBJ: 19,
  DELOBJ: 20,
  GETOBJ_RESET: 21,
  NEWFLOWTABLE: 22,
  GETFLOWTABLE: 23,
  DELFLOWTABLE: 24,
  /** Linux 6.2 */
  GETRULE_RESET: 25,
  /** Linux 6.3 */
  DESTROYTABLE: 26,
  DESTROYCHAIN: 27,
  DESTROYRULE: 28,
  DESTROYSET: 29,
  DESTROYSETELEM: 30,
  DESTROYOBJ: 31,
  DESTROYFLOWTABLE: 32,
  /** Linux 6.5 */
  GETSETELEM_RESET: 33,
} as const

/** Their names, by number: `NFT_MSG_NEWRULE`. */
export const messageNames: readonly string[] = Object.keys(NFT_MSG).map((name) => `NFT_MSG_${name}`)

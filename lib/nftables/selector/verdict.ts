/** NF_* and NFT_* verdicts by nft's words. */
export const verdicts: Readonly<Record<string, number>> = {
  accept: 1,
  drop: 0,
  continue: -1,
  jump: -3,
  goto: -4,
  return: -5,
}

/** NFT_DATA_VERDICT: the `data_type` of verdict maps. */
export const VERDICT_DATA = 0xffffff00

/** The verdicts that name a chain. */
export function isJump(verdict: number): boolean {
  return verdict === -3 || verdict === -4
}

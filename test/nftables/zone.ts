/** The time zone that the corpus was made in: nft speaks of local time. */
export const zone = 'UTC-2'

/** In the body of a `describe`: its tests run in `zone`. */
export function inZone(): void {
  let own: string | undefined
  before(() => {
    own = process.env.TZ
    process.env.TZ = zone
  })
  after(() => {
    if (own === undefined) delete process.env.TZ
    else process.env.TZ = own
  })
}

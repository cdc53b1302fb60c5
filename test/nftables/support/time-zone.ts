/** The time zone that the corpus was made in: nft speaks of local time. */
export const timeZone = 'UTC-2'

/** In the body of a `describe`: its tests run in `timeZone`. */
export function inTimeZone(): void {
  let own: string | undefined
  before(() => {
    own = process.env.TZ
    process.env.TZ = timeZone
  })
  after(() => {
    if (own === undefined) delete process.env.TZ
    else process.env.TZ = own
  })
}

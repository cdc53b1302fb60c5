/** The options of a link, as a module. */
export const name = 'n2'

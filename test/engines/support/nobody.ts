/** Number of the user nobody, and of its group. */
export const NOBODY = 65534

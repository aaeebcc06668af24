/** In which state a record stands for the organisation it is about: the words of its own list. Pure. */
export const heldStates = ['on-display', 'not-yet', 'not-displayed', 'ended', 'withheld', 'suspended', 'withdrawn'] as const
/**
 * - `on-display`, `not-yet`, `ended`  as the law decides
 * - `not-displayed`  held, but not for the public
 * - `withheld`       kept from view at the organisation's own request
 * - `suspended`      kept from view while a case is pending
 * - `withdrawn`      taken back, or its content destroyed
 */
export type HeldState = (typeof heldStates)[number]

export type HeldFilter = { readonly state: HeldState | null; readonly items: readonly string[] | null }
export type HeldTally = { readonly state: HeldState; readonly item: string; readonly records: number }

export const countWhere = (tally: readonly HeldTally[], filter: HeldFilter): number => tally
  .filter((t) => (filter.state === null || t.state === filter.state) && (filter.items === null || filter.items.includes(t.item)))
  .reduce((n, t) => n + t.records, 0)

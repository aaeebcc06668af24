/** What a search for numbers of persons finds, and what it is told of the field it looks through. Pure. */
export type NumberCode = 'identity-number' | 'travel-document' | 'mobile-number' | 'individual-trader' | 'bank-card'
export type FoundNumbers = {
  readonly codes: Set<NumberCode>
  /** what may be one as well as something else: its length and check digit fit, nothing says what it is */
  readonly doubts: Set<NumberCode>
  /** births that identity numbers tell, as year * 10000 + month * 100 + day: only compared with a day, never kept */
  readonly births: number[]
}

export const noNumbers = (): FoundNumbers => ({ codes: new Set(), doubts: new Set(), births: [] })

/** What kind of field a text stands in, as far as numbers are read differently there: of registration numbers, of amounts. */
export type NumberField = 'registration' | 'amount' | 'code' | 'any'

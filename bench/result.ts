/** One line of a benchmark: a figure, and where it has a floor or a peer measured in the same run, the ratio to it. */
export type BenchResult = {
  readonly name: string
  readonly figure: number
  readonly unit: string
  /** what it is held against, measured in the same run */
  readonly against?: string
  readonly ratio?: number
  /** the ratio or figure to reach, and whether reached */
  readonly target?: string
  readonly reached?: boolean
  readonly note?: string
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]!
}
export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil((p / 100) * sorted.length) - 1)]!
}

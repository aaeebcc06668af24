/** What became of the versions a receipt vouches for, since it was given. Pure. */

/** A version as it was shown under the receipt. */
export type ShownVersion = { readonly record: number; readonly version: number }

/** How the record stands now, as far as it tells the holder of an earlier answer anything. */
export type RecordNow = {
  readonly record: number
  /** days on which it was replaced, taken back or destroyed by an act after the receipt's own, YYYY-MM-DD */
  readonly changedOn: readonly string[]
  /** first day on which it is not shown any more; null: no such day has come */
  readonly endedOn: string | null
  /** first day on which it counts as restored, by an act after the receipt's own */
  readonly restoredOn: string | null
}

/** One word for whatever it was: replaced, withdrawn, restored, expired and erased look the same to whoever holds a receipt. */
export type VersionStanding = ShownVersion & { readonly supersededOn: string | null }

/**
 * @param shown   versions in the receipt
 * @param askedOn legal day of the receipt
 * @param now     the records as they are; of one that is missing here nothing is said
 * @returns in the order of the records
 */
export function sinceReceipt(shown: readonly ShownVersion[], askedOn: string, now: readonly RecordNow[]): readonly VersionStanding[] {
  const byRecord = new Map(now.map((r) => [r.record, r]))
  return shown.toSorted((a, b) => a.record - b.record).map(({ record, version }) => {
    const r = byRecord.get(record)
    if (r === undefined) return { record, version, supersededOn: null }
    // What had ended when it was shown was shown as ended: that is no news.
    const ended = r.endedOn !== null && r.endedOn > askedOn ? [r.endedOn] : []
    const days = [...r.changedOn, ...ended, ...(r.restoredOn === null ? [] : [r.restoredOn])].toSorted()
    return { record, version, supersededOn: days[0] ?? null }
  })
}

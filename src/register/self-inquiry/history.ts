/** What happened to a record, act by act: when, by whom, on which document, and what became different. Pure. */
import type { RuleId } from '../../law/types.ts'

/** An act about an organisation as the register keeps it. `content` null: destroyed. `closed`: what the catalog keeps from the public, as JSON; '' = none. */
export type FileAct = { readonly act: number; readonly kind: string; readonly head: string; readonly content: string | null; readonly closed: string }

export type Difference = { readonly field: string; readonly before: string | null; readonly after: string | null }
export type Change = {
  readonly act: number
  readonly kind: string
  /** YYYY-MM-DD */
  readonly on: string
  /** code of the body that acted, or `operator` */
  readonly by: string
  /** the record it is about; null: about the organisation itself, or a case of it */
  readonly record: number | null
  readonly version: number | null
  readonly rules: readonly RuleId[]
  readonly delivery: string | null
  readonly document: string | null
  readonly reason: string | null
  readonly mark: string | null
  /** fields that differ from the version before; of a first version none are listed */
  readonly changed: readonly Difference[]
  /** what this act wrote into the record; null: nothing, or destroyed */
  readonly values: Readonly<Record<string, string>> | null
}

type Content = {
  record?: number; version?: number; document?: string | null; reason?: string; reasons?: string; mark?: string; values?: Record<string, string>
}

/** @param acts in their order; those of other records may stand between. @returns one change for each act, in the same order */
export function changesOf(acts: readonly FileAct[], known = new Map<number, Readonly<Record<string, string>>>()): readonly Change[] {
  return acts.map((a) => {
    const head = JSON.parse(a.head) as { on: string; actor: string; rules?: RuleId[]; delivery?: string }
    const content = JSON.parse(a.content ?? '{}') as Content
    const record = a.kind === 'record.accepted' ? a.act : content.record ?? null
    const values = content.values === undefined ? null : { ...content.values, ...(JSON.parse(a.closed || '{}') as Record<string, string>) }
    const before = record === null || a.kind === 'record.accepted' ? undefined : known.get(record)
    if (record !== null && values !== null) known.set(record, values)
    return {
      act: a.act, kind: a.kind, on: head.on, by: head.actor, record, rules: head.rules ?? [], delivery: head.delivery ?? null,
      version: a.kind === 'record.accepted' ? 1 : content.version ?? null,
      document: content.document ?? null, reason: content.reason ?? content.reasons ?? null, mark: content.mark ?? null,
      changed: values === null || before === undefined ? [] : differences(before, values), values,
    }
  })
}

export function differences(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): readonly Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
    .flatMap((field) => (before[field] === after[field] ? [] : [{ field, before: before[field] ?? null, after: after[field] ?? null }]))
}

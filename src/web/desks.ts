/** The desks a body's members sit at, by what is done there. Each capability with a desk puts its entry here. */
import type { Acting, Body, MemberRole } from '../identity/acting.ts'
import type { MessageKey } from './messages.ts'

/** In the order in which a landing page and the menu show them. */
export const deskGroups = ['own', 'run', 'deliver', 'decide', 'ask', 'oversee', 'people'] as const
export type DeskGroup = (typeof deskGroups)[number]

export type Desk = {
  readonly path: string
  readonly key: MessageKey
  /** what is done there, in a sentence */
  readonly about: MessageKey
  readonly group: DeskGroup
  /** one of these */
  readonly needs: readonly MemberRole[]
  readonly only?: Body['kind']
  /** the kind of clock whose cases wait there */
  readonly clock?: string
}

const desks: readonly Desk[] = [
  { path: '/subject', key: 'subject.title', about: 'desks.about-file', group: 'own', needs: ['represent'] },
  { path: '/subject/objections', key: 'objections.desk', about: 'desks.about-own-objections', group: 'own', needs: ['represent'], clock: 'objection' },
  { path: '/subject/restorations', key: 'restoration.desk', about: 'desks.about-own-restorations', group: 'own', needs: ['represent'], clock: 'restoration' },
  { path: '/subject/notices', key: 'notices.title', about: 'desks.about-own-letters', group: 'own', needs: ['represent'] },
  { path: '/desk/operate', key: 'desk.operate', about: 'desks.about-operate', group: 'run', needs: ['operate'] },
  { path: '/desk/deliveries', key: 'delivery.desk', about: 'desks.about-deliveries', group: 'deliver', needs: ['deliver'] },
  { path: '/desk/revocations', key: 'revocations.desk', about: 'desks.about-revocations', group: 'deliver', needs: ['deliver', 'operate'], clock: 'revocation' },
  { path: '/desk/recalls', key: 'recall.desk', about: 'desks.about-recalls', group: 'deliver', needs: ['deliver', 'represent', 'operate'], clock: 'recall' },
  { path: '/desk/objections', key: 'objections.desk', about: 'desks.about-objections', group: 'decide', needs: ['decide', 'operate'], clock: 'objection' },
  { path: '/desk/restorations', key: 'restoration.desk', about: 'desks.about-restorations', group: 'decide', needs: ['decide', 'operate'], clock: 'restoration' },
  { path: '/desk/notices', key: 'notices.title', about: 'desks.about-letters', group: 'decide', needs: ['decide', 'operate'] },
  { path: '/desk/inquiries', key: 'inquiries.desk', about: 'desks.about-inquiries', group: 'ask', needs: ['inquire', 'represent'] },
  { path: '/desk/inquiries/office', key: 'inquiries.office', about: 'desks.about-office', group: 'ask', needs: ['operate'] },
  { path: '/desk/oversight', key: 'accountability.desk', about: 'desks.about-oversight', group: 'oversee', needs: ['decide', 'operate', 'represent'], clock: 'oversight' },
  { path: '/desk/board', key: 'board.desk', about: 'desks.about-board', group: 'oversee', needs: ['decide', 'operate'] },
  { path: '/desk/members', key: 'account.members', about: 'desks.about-members', group: 'people', needs: ['administer'] },
  { path: '/desk/mailbox', key: 'notices.mailbox-desk', about: 'desks.about-mailbox', group: 'people', needs: ['administer'], only: 'unit' },
  { path: '/desk/security', key: 'security.title', about: 'security.desk-about', group: 'people', needs: ['administer'] },
  { path: '/desk/keys', key: 'account.keys', about: 'desks.about-keys', group: 'people', needs: ['administer'], only: 'unit' },
]

/** Those open to the body acted for, in the order of the groups. */
export const openDesks = ({ roles, body }: Pick<Acting, 'roles' | 'body'>): readonly Desk[] => (body === null ? []
  : desks.filter((d) => d.needs.some((role) => roles.includes(role)) && (d.only ?? body.kind) === body.kind))

/** By group, those without a desk left out. */
export const inGroups = (open: readonly Desk[]): readonly (readonly [DeskGroup, readonly Desk[]])[] =>
  deskGroups.flatMap((group) => {
    const own = open.filter((d) => d.group === group)
    return own.length === 0 ? [] : [[group, own] as const]
  })

type Bar = { readonly shown: readonly Desk[]; readonly current: Desk | null; /** others unfold */ readonly more: boolean }

/**
 * What stands in the bar of a page: all desks where they are few; otherwise those of the group one is working in.
 * @param here of the page: the end of a desk's path, such as `deliveries`
 */
export function barDesks(open: readonly Desk[], here: string | undefined): Bar {
  const current = (here === undefined ? undefined : open.find((d) => d.path.endsWith(`/${here}`))) ?? null
  if (open.length <= fewDesks) return { shown: open, current, more: false }
  if (current === null) return { shown: [], current, more: true }
  const group = open.filter((d) => d.group === current.group)
  // The rooms of an organisation's own file stand at the head of each of them already.
  return current.group === 'own' ? { shown: group.slice(0, 1), current: group[0]!, more: true } : { shown: group, current, more: true }
}
const fewDesks = 4

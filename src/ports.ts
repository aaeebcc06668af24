/** What the outside world is to the register: handed in by src/main.ts, by tests, by the command line. */
import type { Calendar } from './calendar/calendar.ts'
import type { Database } from './database/db.ts'
import type { Disk } from './database/disk.ts'
import type { SecurityLog } from './identity/security/log.ts'
import type { SignInSettings } from './identity/sign-in.ts'
import type { Law } from './law/types.ts'
import type { Boundary } from './register/boundary/boundary.ts'

export type Ports = {
  /** serves: reads, appends acts, changes projections (role probity_app) */
  readonly database: Database
  /** serves requests that only read, each statement within a time (role probity_app); absent: `database` does */
  readonly reads?: Database
  /** carries deliveries by COPY (role probity_loader) */
  readonly loader: Database
  /** what the public is shown on the day, and no row more, whatever is asked (role probity_public) */
  readonly publicReads: Database
  readonly law: () => Law
  readonly calendar: () => Calendar
  /** a notice was loaded just now: `calendar` answers with it when this resolves */
  readonly noticeLoaded?: () => Promise<void>
  readonly boundary: () => Boundary
  readonly now: () => Temporal.Instant
  /** the legal day in Asia/Shanghai */
  readonly today: () => Temporal.PlainDate
  readonly randomBytes: (count: number) => Buffer
  /** where this register is set up to send mail; absent: it sends none */
  readonly sendMail?: (mail: Mail) => Promise<{ readonly ok: true } | { readonly ok: false; readonly why: string }>
  /** where refused and changed access is written down; absent: nowhere */
  readonly security?: SecurityLog
  /** the disk beneath the data folder; absent: nobody looks (tests, commands) */
  readonly disk?: () => Disk
  readonly settings: Settings
}

export type Mail = { readonly to: string; readonly subject: string; readonly text: string }

export type Settings = {
  /** public address, e.g. http://127.0.0.1:8080 */
  readonly address: string
  /** origin line of the log's checkpoints, e.g. probity.example/guangdong */
  readonly logOrigin: string
  /** made for drills: may be run on any day, and every page says so */
  readonly drill?: boolean
  /** where uploaded files wait until their delivery has ended */
  readonly spoolFolder: string
  /** key of the keyed hash that stands for a refused row */
  readonly refusalKey: Buffer
  /** Ed25519 private key of the log, PKCS#8 PEM */
  readonly logKey: string
  /** where the newest checkpoint this key signed is remembered, beside the key; absent: nowhere (tests) */
  readonly lastWordFile?: string | null
  /** where the data folder is, as `placeOf` says it; absent: nowhere (tests) */
  readonly place?: string
  /** Ed25519 private key that signs access tokens, PKCS#8 PEM */
  readonly tokenKey: string
  /** where the operator takes applications: office, telephone, mailbox, never a person; absent: none is published */
  readonly contact?: string | null
  /** addresses and networks of proxies whose X-Forwarded-For is believed; absent: of nobody */
  readonly trustedProxies?: readonly string[]
  /** host names with port to which news may be sent although they lie inside, and without TLS: tests, demonstrations */
  readonly webhookHosts?: readonly string[]
  /** who vouches for people; absent or null: nobody can sign in here */
  readonly signIn?: SignInSettings | null
}

/** The news as it is sent: a CloudEvent 1.0 in JSON, signed so that nobody else can have sent it. Pure. */
import { type Because, asksForAnswer, type RecipientKind } from './recall.ts'

export type News = {
  readonly recall: number
  readonly position: number
  readonly because: Because
  readonly subject: string
  readonly record: number
  /** the newest version the recipient received */
  readonly version: number
  readonly recipient: { readonly kind: RecipientKind; readonly code: string }
  /** moment the recall was opened, RFC 3339 */
  readonly at: string
  /** what the pack in force asks of the recipient; null: it is silent */
  readonly duty: { readonly rule: string; readonly zh: string; readonly en: string } | null
}

/** `id` is the same however often it is sent: whoever saw it once need not look again. Nothing of the record is in it. */
export function newsEvent(news: News, address: string) {
  const versions = `${address}/api/v1/organisations/${news.subject}/records/${news.record}/versions`
  return {
    specversion: '1.0', id: `recall-${news.recall}-${news.position}`, source: address, type: `probity.record.${news.because}`,
    subject: `organisations/${news.subject}/records/${news.record}`, time: news.at, datacontenttype: 'application/json',
    data: {
      recall: news.recall, organisation: news.subject, record: news.record, version: news.version, because: news.because, recipient: news.recipient,
      state: `${versions}/${news.version}`, asks: asksForAnswer(news.because) ? 'acknowledgement' as const : null,
      acknowledge: asksForAnswer(news.because) ? `${address}/api/v1/recalls/${news.recall}/acknowledgement` : null, duty: news.duty,
    },
  } as const
}
export type NewsEvent = ReturnType<typeof newsEvent>

/** What is signed: identifier, moment (seconds since 1970) and body as sent, so that neither can be exchanged or sent again later. */
export const signedPart = (id: string, seconds: number, body: string): string => `${id}.${seconds}.${body}`

/** Engineering values. A moment within these seconds of the reader's clock is taken for new. */
export const replayWindow = 300

/** After so many attempts that failed: how long until the next, in seconds; null: no more until the day's repetition. */
export const waitAfter = (attempts: number): number | null => (attempts >= 20 ? null : Math.min(60 * 2 ** (attempts - 1), 12 * 3600))

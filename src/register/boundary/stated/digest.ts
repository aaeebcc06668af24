/** What stands for a text of which an officer stated that it means no person: a keyed digest of exactly that text. Pure. */
import { createHmac } from 'node:crypto'

/** Where a text stands: a column of an item's deliveries, or a field of what is typed. */
export type Place = `item/${string}/${string}` | `form/${string}`
export const inColumn = (item: string, field: string): Place => `item/${item}/${field}`
/** A field that is not among those this register has is no place of its own: its name is the writer's, and may be anything. */
export const inField = (field: string): Place => `form/${formFields.has(field) ? field : 'other'}`

/** Names of the fields of interfaces, forms and commands that take words; a test holds them against the interface's description. */
const formFields: ReadonlySet<string> = new Set((
  'about address answer area basis body categories cells client_id code contact directory document effect en evidence explanation facts field file finding fulfilled '
  + 'gravity ground inquirer issuer item items key kind kty label mandate matter missing name nameEn nameZh need office organisation organisations outcome papers '
  + 'procedure proof provider provision purpose purposes reason reasons reference report result rule ruling scope sector stated statement statements step subject '
  + 'template text title to unit until url use way ways words zh').split(' '))

/** Line ends and white space around a text are the browser's and the spreadsheet's; everything else is the writer's. */
export const exact = (text: string): string => text.replaceAll('\r\n', '\n').normalize('NFC').trim()

/**
 * @param key that of refused rows, kept outside the database: without it nobody can guess the text
 * @returns 64 hex digits; the same text in another place or of another body gives another
 */
export const statedDigest = (key: Uint8Array, body: string, place: Place, text: string): string =>
  createHmac('sha256', key).update(`no-person\0${body}\0${place}\0${exact(text)}`, 'utf8').digest('hex')

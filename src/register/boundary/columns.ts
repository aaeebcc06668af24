/** What the boundary does with a column, known by its name. Pure. */
import type { Boundary, Category } from './boundary.ts'

export type ColumnUse =
  /** any filled cell refuses the row */
  | { readonly use: 'prohibited'; readonly category: Category }
  | { readonly use: 'birth-date' }
  /** says what kind of subject the row is about */
  | { readonly use: 'subject-kind' }
  /** left out by name, never read */
  | { readonly use: 'person' }
  | { readonly use: 'registration-number' }
  /** names of organisations and authorities; amounts; codes and numbers of documents: what can be mistaken for a person differs */
  | { readonly use: 'name' | 'amount' | 'code' }
  | { readonly use: 'any' }
  /** the header itself: names of columns are full of offices and never name a person */
  | { readonly use: 'header' }

// No template's column is called longer; what is longer is content, and is looked through as such.
const longestName = 400

/** Column names in the form in which they are compared: no white space, zero-width marks, quotes, underscores, case. */
export const plainColumn = (name: string): string =>
  name.slice(0, longestName).normalize('NFKC').replace(/[\s_\-'"“”*:\p{Cf}\p{Mn}]/gu, '').replace(/[〔［[【]/g, '(').replace(/[〕］\]】]/g, ')').toLowerCase()

/** @returns how each column is treated; in order of precedence the gravest use wins (法定代表人存款 is savings) */
export function columnJudge(boundary: Boundary): (name: string) => ColumnUse {
  const set = (words: readonly string[]) => new Set(words.map(plainColumn))
  const within = (words: readonly string[]) => words.map(plainColumn).filter((w) => w !== '')
  const categories = boundary.categories.map((category) => {
    const people = boundary.personWords.map(plainColumn)
    return { category, exact: set(category.exact), contains: within(category.contains), money: within(category.needsPerson), people }
  })
  const birth = { exact: set(boundary.birthDate.columns), contains: within(boundary.birthDate.contains) }
  const kind = set(boundary.subjectKind.columns)
  const person = { exact: set(boundary.personColumns.exact), contains: within(boundary.personColumns.contains) }
  const registration = { exact: set(boundary.registrationNumber.columns), contains: within(boundary.registrationNumber.contains) }
  const kinds = (['name', 'amount', 'code'] as const).map((use) =>
    ({ use, exact: set(boundary.columnKinds[use].exact), contains: within(boundary.columnKinds[use].contains) }))
  const fits = (name: string, by: { exact: ReadonlySet<string>; contains: readonly string[] }) =>
    by.exact.has(name) || by.contains.some((w) => name.includes(w))
  const ofPerson = (name: string, money: readonly string[], people: readonly string[]) =>
    money.some((m) => name.endsWith(m) && people.some((p) => name.slice(0, -m.length).startsWith(p)))

  return (column) => {
    // A unit in brackets is not part of the name: 个人收入(元).
    const whole = plainColumn(column)
    const name = whole.replace(/\((?:万?元|人民币|%|rmb|cny|yuan)[^)]*\)$/, '')
    const prohibited = categories.find((c) => fits(name, c) || ofPerson(name, c.money, c.people))
    if (prohibited) return { use: 'prohibited', category: prohibited.category }
    if (fits(name, birth)) return { use: 'birth-date' }
    if (kind.has(name)) return { use: 'subject-kind' }
    if (fits(name, person)) return { use: 'person' }
    if (fits(name, registration)) return { use: 'registration-number' }
    const told = kinds.find((k) => fits(name, k) || fits(whole, k))
    return { use: told?.use ?? 'any' }
  }
}

/** Letters that look like others, and marks that do not show. Pure. */

/**
 * Capital letters of the Cyrillic and Greek alphabets that a reader cannot tell from Latin ones. Compared names are in
 * upper case and in compatibility form already (`normalName`), so that full-width letters need no entry here.
 */
const looksLatin: Readonly<Record<string, string>> = {
  А: 'A', В: 'B', С: 'C', Е: 'E', Ѕ: 'S', І: 'I', Ј: 'J', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', Т: 'T', Х: 'X', У: 'Y', Ү: 'Y', Ԛ: 'Q', Ԝ: 'W',
  Α: 'A', Β: 'B', Ε: 'E', Ζ: 'Z', Η: 'H', Ι: 'I', Κ: 'K', Μ: 'M', Ν: 'N', Ο: 'O', Ρ: 'P', Τ: 'T', Υ: 'Y', Χ: 'X', Ϲ: 'C', Ϳ: 'J',
}

/** @param normal see `normalName`. @returns the same text with Latin letters where others look like them; itself where none do */
export const asLatin = (normal: string): string => normal.replace(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu, (c) => looksLatin[c] ?? c)

const marks = /[\p{Default_Ignorable_Code_Point}\p{Cf}]|[\p{Script=Cyrillic}\p{Script=Greek}]/gu

/** What a reader of a name cannot see or cannot tell from something else: `U+202E`, each once, in order. */
export const hiddenMarks = (name: string): string[] => [...new Set((name.match(marks) ?? []).filter((c) => !plainly(c)).map(codePoint))]

/** A letter of another alphabet that looks like no Latin one is seen for what it is. */
const plainly = (c: string): boolean => /\p{L}/u.test(c) && !/\p{Default_Ignorable_Code_Point}/u.test(c) && asLatin(c.toUpperCase()) === c.toUpperCase()
const codePoint = (c: string): string => `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

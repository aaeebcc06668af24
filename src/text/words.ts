/** Why a text cannot be kept, in both languages: the same words for a request, a cell, a setting and a command. Pure. */
import type { Refusal } from '../law/outcome.ts'
import type { Text2 } from '../law/types.ts'
import type { CharacterFault, TextFaultCode } from './text.ts'

export const characterWords: Readonly<Record<CharacterFault, Text2>> = {
  nul: { zh: '空字符（NUL）', en: 'a NUL character' },
  control: { zh: '控制字符', en: 'a control character' },
  surrogate: { zh: '不成对的代理码，即半个字符', en: 'a lone surrogate, half a character' },
  'private-use': { zh: '私用区字符，各处字体不同，别处什么也显示不出来', en: 'a private-use character, which shows as nothing elsewhere' },
  noncharacter: { zh: '不是字符的码位', en: 'a code point that is no character' },
  unassigned: { zh: '尚未编码的码位', en: 'a code point to which no character is assigned' },
  turning: { zh: '改变前后文字方向的符号，读者看到的与保存的不是同一段文字', en: 'a mark that turns the text around it: what is read is not what is kept' },
  hidden: { zh: '读者看不见的符号', en: 'a mark that nobody sees' },
  piled: { zh: '叠加在一个字上的过多的符号之一', en: 'one of a pile of marks on one character' },
  lost: { zh: '替换字符，原来的字符在途中丢失', en: 'a replacement character: the one that stood there was lost on the way' },
}

/** What stands in place of a text that nobody can read any more. */
export const unreadableText = '（内容无法读取 · unreadable）'

/** @returns `第3个字符是U+0000，空字符（NUL）`, as part of a sentence */
export function whyNot({ code, facts }: Refusal<TextFaultCode>): Text2 {
  if (code === 'text-expected') return { zh: '应为一段文字', en: 'it must be a text' }
  if (code === 'text-overlong') return { zh: `有${facts.found}个字符，至多${facts.most}个`, en: `it has ${facts.found} characters, of at most ${facts.most}` }
  const what = characterWords[facts.fault as CharacterFault]
  return { zh: `第${facts.at}个字符是${facts.character}，${what.zh}`, en: `character ${facts.at} is ${facts.character}, ${what.en}` }
}

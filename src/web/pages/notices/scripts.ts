/** Chinese words within an English text: they are marked as what they are, on the page and in the PDF. */
export type Run = { readonly text: string; readonly language: 'zh' | 'en' }

const han = /(\p{Script=Han}(?:[\p{Script=Han}\d，。；：、《》（）〔〕]*[\p{Script=Han}》）〕])?)/u

/** @returns the text in pieces, in order; a Chinese text is one piece, whatever figures and letters it holds */
export function byScript(text: string, language: 'zh' | 'en'): readonly Run[] {
  if (language === 'zh') return [{ text, language }]
  return text.split(han).map((piece, i): Run => ({ text: piece, language: i % 2 === 1 ? 'zh' : 'en' })).filter((run) => run.text !== '')
}

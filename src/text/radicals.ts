/**
 * Radicals and strokes that look like a character and are another code point: old fonts, PDF files and input methods leave them in
 * names, and nothing typed finds them. Kangxi radicals are compatibility forms of the characters they look like; the others are not.
 *
 * Data: the Unicode property Equivalent_Unified_Ideograph (EquivalentUnifiedIdeograph.txt of the Unicode Character Database, 14.0.0),
 * without the Kangxi block. Copyright Unicode, Inc., under the Unicode License v3 (https://www.unicode.org/license.txt). Pure.
 */

/** The radical, then the unified ideograph it stands for. */
const pairs = (
  '⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王'
  + '⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長'
  + '⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟㇆𠃌㇏乀㇐一㇑丨㇒丿㇓丿'
  + '㇔丶㇕𠃍㇖乛㇗𠃊㇘𠃎㇙𠄌㇚亅㇛𡿨㇜𠃋㇝乀㇞𠃑㇟乚㇠乙㇡𠄎'
)
const characters = [...pairs]
const unifiedOf: ReadonlyMap<string, string> = new Map(characters.flatMap((c, i) => (i % 2 === 0 ? [[c, characters[i + 1]!] as const] : [])))

const radical = /[\u2e80-\u2eff\u2f00-\u2fdf\u31c0-\u31ef]/

/** The text with the unified character for each radical and stroke; itself where there are none. */
export function withUnified(text: string): string {
  if (!radical.test(text)) return text
  let unified = ''
  for (const c of text) unified += unifiedOf.get(c) ?? (c >= '\u2f00' && c <= '\u2fdf' ? c.normalize('NFKC') : c)
  return unified
}

/** Who may ask what, on which ground, by which channels: for everybody, in both languages. */
import { choices, listOf } from '../../../law/closed-list.ts'
import type { ClosedListEntry } from '../../../law/types.ts'
import type { GroundCode } from '../../../register/disclosure/disclose.ts'
import { publishedAccess, normsNow } from '../../../register/inquiries/office/acts.ts'
import { unready } from '../../../register/inquiries/office/office.ts'
import { chinese, crumb, day, notice, ruleLink, stackTable } from '../../components.ts'
import { html } from '../../html.ts'
import type { Page, View } from '../../layout.ts'

export async function normsPage(view: View): Promise<Page> {
  const { say, tell, href, in2, ports, language } = view
  const law = ports.law()
  const today = ports.today().toString()
  const [norms, access] = await Promise.all([normsNow(ports.database), publishedAccess(ports.database)])
  const owed = unready(norms, law)[0]
  const standing = access.filter((a) => (a.ended_on === null || a.ended_on > today) && a.from_on <= today && (a.until_on === null || today <= a.until_on))
  const ways = choices(listOf(law.pack, 'inquiry-grounds')) as readonly (ClosedListEntry & { readonly code: GroundCode })[]
  const word = (list: string, code: string) => {
    const entry = law.pack.lists.find((l) => l.id === list)?.entries.find((e) => e.code === code)
    return entry === undefined ? code : in2(entry.text)
  }
  const separator = language === 'zh' ? '、' : ', '
  const title = say('inquiries.norms')
  return {
    title, entry: 'search',
    main: html`${crumb(view, [[say('menu.search'), href('/')], title])}<div class="head"><h1>${title}</h1><p class="lead">${tell('inquiries.norms-lead', { law: in2(law.pack.title) })}</p></div>
${norms === null && owed !== undefined ? notice({ kind: 'ochre', text: tell('inquiries.published-none', { rule: ruleLink(view, owed.rule) }) }) : null}
<section id="ways"><h2>${say('inquiries.ways')}</h2>${stackTable({
      caption: say('inquiries.ways'), captionHidden: true, rows: ways,
      columns: [
        { head: say('inquiries.way'), kind: 'head', cell: (w) => in2(w.text) },
        { head: say('inquiries.way-who'), cell: (w) => say(`inquiries.who-${w.code}`) },
        { head: say('inquiries.way-what'), cell: (w) => say(`inquiries.what-${w.code}`) },
        { head: say('inquiries.rule'), cell: (w) => ruleLink(view, w.rule) },
      ],
    })}${norms?.largeFrom ? html`<p class="note after">${tell('inquiries.large', { n: norms.largeFrom })}</p>` : null}</section>
<section id="purposes"><h2>${say('inquiries.purposes')}</h2><p class="measure after">${say('inquiries.purposes-text')}</p><ul class="dash">${choices(listOf(law.pack, 'inquiry-purposes')).map((e) =>
      html`<li>${in2(e.text)} <span class="note">${ruleLink(view, e.rule)}</span></li>`)}</ul></section>
<section id="channels"><h2>${say('inquiries.channels')}</h2><ul class="dash after"><li>${tell('inquiries.channel-site', { link: html`<a href="${href('/')}">${say('menu.search')}</a>` })}</li>
<li>${tell('inquiries.channel-api', { link: html`<a href="${href('/data')}">${say('footer.api')}</a>` })}</li>
<li>${norms === null ? say('inquiries.channel-window-none') : tell('inquiries.channel-window', { windows: in2(norms.windows) })}</li></ul></section>
${norms === null ? null : html`<section id="published"><h2>${say('inquiries.published')}</h2><p class="measure after">${
      tell('inquiries.published-text', { document: chinese(norms.document), day: day(norms.on) })}</p></section>`}
<section id="units"><h2>${say('inquiries.units')}</h2>${standing.length === 0 ? html`<p class="measure after">${say('inquiries.units-none')}</p>` : stackTable({
      caption: say('inquiries.units'), captionHidden: true, rows: standing,
      columns: [
        { head: say('inquiries.unit'), kind: 'head', cell: (a) => chinese(language === 'zh' ? a.name_zh : a.name_en) },
        { head: say('inquiries.way'), cell: (a) => word('inquiry-grounds', a.ground) },
        { head: say('inquiries.purpose'), cell: (a) => (a.purposes === null ? say('inquiries.all-purposes') : a.purposes.map((p) => word('inquiry-purposes', p)).join(separator)) },
        { head: say('inquiries.items'), cell: (a) => (a.items === null ? say('inquiries.all-items')
          : a.items.map((id) => in2(law.catalog.find((i) => i.id === id)?.title ?? { zh: id, en: id })).join(separator)) },
        { head: say('inquiries.document'), cell: (a) => html`${chinese(a.document)}${a.until_on === null ? null : html`<br>${say('inquiries.until', { day: a.until_on })}`}` },
      ],
    })}</section>
<section id="log"><h2>${say('inquiries.log')}</h2><p class="measure after">${say('inquiries.log-text')}</p></section>`,
  }
}

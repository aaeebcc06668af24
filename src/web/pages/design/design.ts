/** How the register looks and speaks: its mark, colours and type, and every component with examples in both languages. */
import { type Component, criteria, type Example } from '../../components/example.ts'
import { crumb, stackTable } from '../../components.ts'
import { html, type Html } from '../../html.ts'
import type { Language } from '../../language.ts'
import { mark, type Page, type View, viewOf } from '../../layout.ts'
import { fault } from '../fault.ts'
import { components } from './components.ts'
import { type Colour, coloursOf, contrast } from './colours.ts'
import { sheet } from '../../assets.ts'

export function designPage(view: View): Page {
  const { say } = view
  return {
    title: say('design.title'),
    main: html`<div class="head top"><h1>${say('design.title')}</h1><p class="lead">${say('design.lead')}</p></div>
${identity(view)}${colours(view)}${type(view)}
<section><h2>${say('design.components')}</h2>${stackTable<Component>({
      caption: say('design.components'), captionHidden: true, rows: components,
      columns: [
        { head: say('design.component'), kind: 'head', cell: (c) => html`<a href="${view.href(`/design/${c.id}`)}">${view.in2(c.title)}</a>` },
        { head: say('design.for'), label: null, cell: (c) => view.in2(c.text) },
        { head: say('design.examples'), kind: 'amount', cell: (c) => c.examples.length },
      ],
    })}</section>`,
  }
}

export function componentPage(view: View, id: string): Page {
  const component = components.find((c) => c.id === id)
  if (component === undefined) return fault(view, 404)
  const { say, in2 } = view
  return {
    title: `${in2(component.title)} – ${say('design.title')}`,
    main: html`${crumb(view, [[say('design.title'), view.href('/design')], in2(component.title)])}
<div class="head"><h1>${in2(component.title)}</h1><p class="lead">${in2(component.text)}</p></div>
<section class="near"><h2>${say('design.template')}</h2><pre class="command wrap" translate="no">${component.template}</pre></section>
<section class="near"><h2>${say('design.criteria')}</h2><ul class="dash after">${component.criteria.map((c) => html`<li>${in2(criteria[c])}</li>`)}</ul></section>
<section><h2>${say('design.examples')}</h2>${component.examples.map((e) => specimen(view, component, e))}</section>`,
  }
}

/** Chinese left, English right, whatever the language of the page. */
const specimen = (view: View, component: Component, example: Example): Html => html`<section class="spec" id="${example.id}"><h3><a class="quiet" href="${
  view.href(`/design/${component.id}/${example.id}`)}">${view.in2(example.title)}</a></h3>${(['zh', 'en'] as const).map((language) => shown(view, component, example, language))}</section>`

/** A container of its own, so that a component in half a page looks as it does on a narrow one. */
function shown(view: View, component: Component, example: Example, language: Language): Html {
  const voice: View = { ...viewOf(view.ports, language), ...(view.acting === undefined ? {} : { acting: view.acting }) }
  return html`<div lang="${language}" data-example="${example.id}">${example.render(voice, (name) => `${component.id}-${example.id}-${language}-${name}`)}</div>`
}

/** One example by itself, in the language of the page. */
export function examplePage(view: View, id: string, exampleId: string): Page {
  const component = components.find((c) => c.id === id)
  const example = component?.examples.find((e) => e.id === exampleId)
  if (component === undefined || example === undefined) return fault(view, 404)
  const { say, in2, href } = view
  return {
    title: `${in2(example.title)} – ${in2(component.title)}`, scripts: ['form'],
    main: html`${crumb(view, [[say('design.title'), href('/design')], [in2(component.title), href(`/design/${component.id}`)], in2(example.title)])}
<div class="head"><h1>${in2(component.title)}</h1></div><section class="near"><h2>${in2(example.title)}</h2><div class="after">${
      shown(view, component, example, view.language)}</div></section>`,
  }
}

const identity = ({ say }: View): Html => html`<section class="ident"><h2>${say('design.mark')}</h2><div><div class="marks">${
  (['m96', 'm48', 'm24', 'm16'] as const).map((size) => html`<span class="${size}">${mark}</span>`)}</div><p class="note after measure">${say('design.mark-text')}</p></div></section>`

function colours(view: View): Html {
  const { say } = view
  const all = coloursOf(sheet())
  return html`<section class="ident"><h2>${say('design.colours')}</h2><div>${stackTable<Colour>({
    caption: say('design.colours-text'), rows: all, class: 'palette',
    columns: [
      { head: say('design.token'), kind: 'head', cell: (c) => html`<svg class="swatch" aria-hidden="true" focusable="false"><rect width="100%" height="100%" fill="var(--${c.token})"/></svg><span class="mono" translate="no">${c.token}</span>` },
      { head: say('design.light'), cell: (c) => html`<span class="mono" translate="no">${c.light}</span>` },
      { head: say('design.dark'), cell: (c) => html`<span class="mono" translate="no">${c.dark}</span>` },
      { head: say('design.ratio'), kind: 'amount', cell: (c) => ratios(all, c) },
    ],
  })}</div></section>`
}

/** Against the ground a colour stands on; grounds and hairlines carry no meaning alone and have none. */
function ratios(all: readonly Colour[], { token, light, dark }: Colour): string {
  if (['paper', 'tint', 'rule', 'soft', 'hatch', 'ochre-bg', 'cinnabar-bg'].includes(token)) return '–'
  const ground = all.find((c) => c.token === (token === 'on-accent' ? 'accent' : 'paper'))!
  return `${contrast(light, ground.light).toFixed(1)} / ${contrast(dark, ground.dark).toFixed(1)}`
}

const type = ({ say }: View): Html => html`<section class="ident"><h2>${say('design.type')}</h2><div><p class="t36">${say('design.type-36')}</p><p class="t23">${
  say('design.type-23')}</p><p class="t19">${say('design.type-19')}</p><p>${say('design.type-17')}</p><p class="note">${say('design.type-15')}</p><p class="tiny">${say('design.type-14')}</p><p class="note measure after">${
  say('design.type-text')}</p></div></section>`

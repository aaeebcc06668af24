/**
 * What matches while a reader is still typing: the ARIA combobox. The list lies over the page, so that nothing moves.
 * Enter always goes on: to the organisation chosen in the list, otherwise to all results.
 */
type Suggestion = { href: string; name: string; code: string; says: string }
type Suggestions = { says: string; items: Suggestion[] }

const pause = 160

for (const form of document.querySelectorAll<HTMLFormElement>('form.search')) {
  const input = form.querySelector<HTMLInputElement>('input[type=search]')
  if (input) assist(form, input)
}

function assist(form: HTMLFormElement, input: HTMLInputElement): void {
  const list = document.createElement('ul')
  list.id = `${input.id}-list`
  list.className = 'suggested'
  list.role = 'listbox'
  list.hidden = true
  list.setAttribute('aria-label', form.querySelector('label')?.textContent ?? '')
  const told = document.createElement('p')
  told.className = 'vh'
  told.role = 'status'
  input.after(list)
  form.append(told)
  for (const [name, value] of [['role', 'combobox'], ['aria-autocomplete', 'list'], ['aria-expanded', 'false'], ['aria-controls', list.id]] as const) input.setAttribute(name, value)

  let items: Suggestion[] = []
  let chosen = -1
  let waiting: ReturnType<typeof setTimeout> | undefined
  let asked: AbortController | undefined

  const close = () => {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    choose(-1)
  }
  const choose = (index: number) => {
    chosen = index
    for (const [i, option] of [...list.children].entries()) option.setAttribute('aria-selected', String(i === index))
    if (index < 0) input.removeAttribute('aria-activedescendant')
    else {
      input.setAttribute('aria-activedescendant', `${list.id}-${index}`)
      list.children[index]?.scrollIntoView({ block: 'nearest' })
    }
  }
  const show = (found: Suggestions) => {
    items = found.items
    list.replaceChildren(...items.map((item, i) => {
      const option = document.createElement('li')
      option.id = `${list.id}-${i}`
      option.role = 'option'
      const name = document.createElement('bdi')
      name.lang = 'zh'
      name.textContent = item.name
      const more = document.createElement('small')
      more.textContent = `${item.code} ${item.says}`
      option.append(name, more)
      // Before the field loses its focus, and the list with it.
      option.addEventListener('mousedown', (event) => event.preventDefault())
      option.addEventListener('click', () => location.assign(item.href))
      return option
    }))
    choose(-1)
    list.hidden = items.length === 0
    input.setAttribute('aria-expanded', String(items.length > 0))
    told.textContent = found.says
  }
  const ask = async () => {
    asked?.abort()
    const q = input.value.trim()
    if ([...q].length < 2) {
      told.textContent = ''
      close()
      return
    }
    asked = new AbortController()
    try {
      const answer = await fetch(`${form.action}/suggest?q=${encodeURIComponent(q)}`, { signal: asked.signal, headers: { accept: 'application/json' } })
      // Left for another field, or already on the way: the list would only be in the way.
      if (answer.ok && document.activeElement === input) show((await answer.json()) as Suggestions)
    } catch { /* typed on, or offline: the form works without us */ }
  }
  // While an input method composes, the field holds sounds, not yet a name.
  const typed = (event: Event) => {
    clearTimeout(waiting)
    if (!(event as InputEvent).isComposing) waiting = setTimeout(() => void ask(), pause)
  }
  input.addEventListener('input', typed)
  input.addEventListener('compositionend', typed)
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    const open = !list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!open) { void ask(); return }
      const step = event.key === 'ArrowDown' ? 1 : -1
      // Past either end lies the field itself.
      choose(((chosen + 1 + step + items.length + 1) % (items.length + 1)) - 1)
    } else if (event.key === 'Escape' && open) {
      event.preventDefault()
      close()
    } else if (event.key === 'Enter' && open) {
      const item = items[chosen]
      if (item === undefined) return
      event.preventDefault()
      location.assign(item.href)
    }
  })
  form.addEventListener('submit', () => { clearTimeout(waiting); asked?.abort() })
}

/**
 * Files are dropped or chosen, sent one after another with their progress, and nothing is lost on the way: a file that
 * could not be sent waits in its place to be sent again. Without this script the form does the same, one file at a time.
 */
const form = document.querySelector<HTMLFormElement>('form#deliver')
const list = document.querySelector<HTMLElement>('[data-uploads]')
if (form !== null && list !== null) deliverFrom(form, list)

type Upload = { readonly file: File; readonly what: string; readonly key: string; readonly line: HTMLLIElement; state: 'waiting' | 'sending' | 'received' | 'failed' }

function deliverFrom(form: HTMLFormElement, list: HTMLElement): void {
  const words = Object.fromEntries([...document.querySelector<HTMLTemplateElement>('template[data-words]')!.content.querySelectorAll('dt')]
    .map((term) => [term.textContent, term.nextElementSibling!.textContent ?? '']))
  const word = (name: string): string => words[name] ?? ''
  const chooser = form.querySelector<HTMLInputElement>('input[type=file]')!
  const item = form.querySelector<HTMLSelectElement>('select[name=what]')!
  const zone = form.querySelector<HTMLElement>('[data-drop]')!
  const lines = list.querySelector('ol')!
  const uploads: Upload[] = []

  form.querySelector<HTMLElement>('[data-dropword]')?.classList.remove('unseen')
  // A page brought back by the browser with its answer gone: what was chosen is chosen, nothing is sent by itself.
  addEventListener('beforeunload', (event) => { if (uploads.some((u) => u.state === 'sending' || u.state === 'waiting')) event.preventDefault() })

  const holds = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
  // Beside the zone a dropped file would replace the page and break off what is being sent.
  addEventListener('dragover', (event) => { if (holds(event)) { event.preventDefault(); zone.classList.add('over') } })
  addEventListener('dragleave', (event) => { if (event.relatedTarget === null) zone.classList.remove('over') })
  addEventListener('drop', (event) => {
    if (!holds(event)) return
    event.preventDefault()
    zone.classList.remove('over')
    for (const file of event.dataTransfer!.files) add(file)
  })
  form.addEventListener('submit', (event) => {
    // Without a file or an item the server's own words stand beside the field.
    const file = chooser.files?.[0]
    if (file === undefined || item.value === '') return
    event.preventDefault()
    event.stopImmediatePropagation()
    add(file)
    chooser.value = ''
  }, { capture: true })

  function add(file: File): void {
    if (item.value === '') { announce(word('choose-first')); item.focus(); hint(word('choose-first')); return }
    hint(null)
    const what = item.value
    const twin = (u: Upload) => u.what === what && u.file.name === file.name && u.file.size === file.size && u.file.lastModified === file.lastModified
    const same = uploads.find((u) => u.state !== 'failed' && twin(u))
    if (same !== undefined) { tell(same, word('same')); return }
    const key = form.querySelector<HTMLInputElement>('input[name=key]')!.value
    const line = document.createElement('li')
    const name = document.createElement('bdi')
    name.textContent = file.name.replace(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
    name.className = 'filename'
    const state = document.createElement('span')
    state.className = 'note'
    const bar = document.createElement('progress')
    bar.max = 100
    bar.value = 0
    bar.setAttribute('aria-label', name.textContent)
    line.append(name, bar, state)
    lines.append(line)
    list.hidden = false
    const upload: Upload = { file, what, key: uploads.length === 0 ? key : `${key}-${uploads.length}`, line, state: 'waiting' }
    uploads.push(upload)
    const busy = uploads.some((u) => u.state === 'sending')
    tell(upload, word('waiting'))
    if (busy) announce(`${name.textContent}: ${word('queue')}`)
    next()
  }

  function next(): void {
    if (uploads.some((u) => u.state === 'sending')) return
    const upload = uploads.find((u) => u.state === 'waiting')
    if (upload !== undefined) send(upload)
    else if (uploads.length === 1 && uploads[0]!.state === 'received') location.assign(uploads[0]!.line.querySelector('a')!.href)
  }

  function send(upload: Upload): void {
    upload.state = 'sending'
    tell(upload, word('sending'))
    // Fields before the file: the server knows whose it is before it reads on.
    const data = new FormData()
    for (const name of ['_token', 'again']) {
      const control = form.querySelector<HTMLInputElement>(`input[name=${name}]`)
      if (control !== null && (control.type !== 'checkbox' || control.checked)) data.append(name, control.value)
    }
    data.append('key', upload.key)
    data.append('what', upload.what)
    data.append('file', upload.file)
    const request = new XMLHttpRequest()
    request.open('POST', form.action.replace(/#.*$/, ''))
    request.setRequestHeader('accept', 'application/json')
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) barOf(upload).value = (event.loaded / event.total) * 100 })
    request.addEventListener('load', () => { arrived(upload, request); next() })
    request.addEventListener('error', () => { failed(upload, word('broken')); next() })
    request.send(data)
  }

  function arrived(upload: Upload, request: XMLHttpRequest): void {
    if (request.status === 201) {
      const { address, same } = JSON.parse(request.responseText) as { address: string; same: boolean }
      upload.state = 'received'
      barOf(upload).value = 100
      tell(upload, word(same ? 'same' : 'received'), link(address, word('open')))
      return
    }
    if (request.status === 401) { failed(upload, word('ended'), link(word('sign-in-address'), word('sign-in'), true)); return }
    failed(upload, request.status === 403 ? word('forbidden') : errorOf(request) || word('broken'))
  }

  function failed(upload: Upload, text: string, ...more: readonly HTMLElement[]): void {
    upload.state = 'failed'
    const again = document.createElement('button')
    again.type = 'button'
    again.className = 'btn second'
    again.textContent = word('retry')
    again.addEventListener('click', () => { void freshForm().finally(() => { upload.state = 'waiting'; tell(upload, word('waiting')); next() }) })
    tell(upload, text, ...more, again)
  }

  /** A sign-in on another tab gave the forms of this session another token: fetched anew before a file is sent again. */
  async function freshForm(): Promise<void> {
    const page = new DOMParser().parseFromString(await (await fetch(location.pathname.replace(/\/upload$/, ''))).text(), 'text/html')
    const token = page.querySelector<HTMLInputElement>('form#deliver input[name=_token]')?.value
    if (token !== undefined) form.querySelector<HTMLInputElement>('input[name=_token]')!.value = token
  }

  const barOf = (upload: Upload) => upload.line.querySelector('progress')!
  function tell(upload: Upload, text: string, ...more: readonly HTMLElement[]): void {
    const state = upload.line.querySelector('.note')!
    state.replaceChildren(text, ...more.flatMap((element) => [' ', element]))
    announce(`${upload.line.querySelector('bdi')!.textContent}: ${text}`)
  }
  function announce(text: string): void {
    list.querySelector('[data-announce]')!.textContent = text
  }
  function hint(text: string | null): void {
    const at = form.querySelector<HTMLElement>('[data-dropword]')!
    at.dataset.own ??= at.textContent ?? ''
    at.textContent = text ?? at.dataset.own
    at.classList.toggle('err', text !== null)
  }
}

function link(address: string, text: string, apart = false): HTMLAnchorElement {
  const a = document.createElement('a')
  a.href = address
  a.textContent = text
  if (apart) { a.target = '_blank'; a.rel = 'noopener' }
  return a
}

function errorOf(request: XMLHttpRequest): string {
  try { return (JSON.parse(request.responseText) as { error?: string }).error ?? '' } catch { return '' }
}

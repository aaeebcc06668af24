/** Another pause without asking the server for the page again: the last row once more, emptied. */
const mostPauses = 20
const morePauses = document.querySelector<HTMLButtonElement>('button[name=more]')
const pauseRows = document.getElementById('pause')

morePauses?.addEventListener('click', (event) => {
  const rows = pauseRows?.querySelectorAll<HTMLFieldSetElement>('.pauserow') ?? []
  const last = rows[rows.length - 1]
  if (last === undefined || rows.length >= mostPauses) return
  event.preventDefault()
  const n = rows.length + 1
  const row = last.cloneNode(true) as HTMLFieldSetElement
  row.querySelectorAll('.err').forEach((e) => e.remove())
  row.querySelectorAll('.bad').forEach((e) => e.classList.remove('bad'))
  const numbered = (text: string) => text.replace(/-\d+$/, `-${n}`)
  row.querySelectorAll('label').forEach((label) => { label.htmlFor = numbered(label.htmlFor) })
  row.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input, select').forEach((control) => {
    control.id = control.name = numbered(control.name)
    control.value = ''
    control.removeAttribute('aria-invalid')
    control.removeAttribute('aria-describedby')
  })
  const legend = row.querySelector('legend')
  if (legend) legend.textContent = legend.textContent.replace(String(rows.length), String(n))
  last.after(row)
  row.querySelector('select')?.focus()
  if (n === mostPauses) morePauses.hidden = true
})

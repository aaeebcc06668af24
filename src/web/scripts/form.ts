/** Forms: an error summary takes the focus when its page arrives; a second click on a form on its way does nothing. */
document.querySelector<HTMLElement>('.notice.error[tabindex]')?.focus()

for (const form of document.querySelectorAll<HTMLFormElement>('form[method=post]')) {
  let onItsWay = false
  form.addEventListener('submit', (event) => {
    if (onItsWay) event.preventDefault()
    onItsWay = true
  })
  // Back from the next page, out of the browser's memory: the form may be sent again.
  addEventListener('pageshow', () => { onItsWay = false })
}

/** A failed test may leave a server or a connection open behind it, which would hold its process, and the runner, for ever. */
import { after } from 'node:test'

const patience = 20_000

after(() => {
  setTimeout(() => {
    console.error(`ended with these still open: ${process.getActiveResourcesInfo().join(', ')}`)
    process.exit(1)
  }, patience).unref()
})

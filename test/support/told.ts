/** What the operator's log is told meanwhile. */
export async function told<T>(work: () => Promise<T>): Promise<{ lines: string; value: T }> {
  const { error } = console
  const lines: unknown[] = []
  console.error = (line: unknown) => { lines.push(line) }
  try {
    return { value: await work(), lines: lines.join('\n') }
  } finally {
    console.error = error
  }
}

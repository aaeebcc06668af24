/** A reader without a browser: keeps cookies, follows what it is told to follow, sends forms as a browser would. */

export type Reader = {
  /** goes there and follows redirects; `path` may be a whole address */
  get(path: string): Promise<Answer>
  /** one step, no redirect followed */
  step(path: string, init?: RequestInit): Promise<Answer>
  /** sends a form; the token is taken from the page it is on, unless given */
  send(path: string, fields: Readonly<Record<string, string>>): Promise<Answer>
  readonly cookies: Map<string, string>
}
export type Answer = { readonly status: number; readonly text: string; readonly url: string; readonly location: string | null; readonly headers: Headers }

export function reader(address: string): Reader {
  const cookies = new Map<string, string>()
  const step = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const url = new URL(path, address).href
    const answer = await fetch(url, {
      ...init, redirect: 'manual', headers: { accept: 'text/html', 'accept-language': 'zh', cookie: [...cookies].map(([k, v]) => `${k}=${v}`).join('; '), ...init.headers },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name!)
      else cookies.set(name!, value!)
    }
    return { status: answer.status, text: await answer.text(), url, location: answer.headers.get('location'), headers: answer.headers }
  }
  const follow = async (answer: Answer): Promise<Answer> => {
    let at = answer
    for (let i = 0; at.location !== null && i < 12; i++) at = await step(new URL(at.location, at.url).href)
    return at
  }
  return {
    cookies, step,
    get: async (path) => follow(await step(path)),
    send: async (path, fields) => follow(await step(path, { method: 'POST', body: new URLSearchParams(fields) })),
  }
}

/** The token of the first form on a page. */
export const tokenOn = ({ text }: Answer): string => /name="_token" value="([^"]*)"/.exec(text)?.[1] ?? ''

